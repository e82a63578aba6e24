"""What the writer of a reply added."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.reply import trim_reply
from bihuan.ground.channels.email.tests.drafts import draft

OLD = "Please tell us the model.\nThe desk"
QUOTED = "> Please tell us the model.\n>\n> The desk"


def same(text: str) -> str:
    """Return the text with its blanks levelled: layout is not what these tests are about."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Jan 5, 2026 at 10:00 AM, The Desk <desk@corp.example> wrote:",
        "On Mon, Jan 5, 2026 at 10:00 AM The Desk\n<desk@corp.example> wrote:",
        "On Mon, Jan 5, 2026 at 10:00 AM, The Desk <\ndesk@corp.example> wrote:",
        "On 2026-01-05 10:00, The Desk wrote:",
        "On 01/05/2026 10:00 AM, The Desk wrote:",
        "*On 5 Jan 2026, at 10:00, The Desk <desk@corp.example> wrote:*",
        "On Mon, 5 Jan 2026, 10:00 am The Desk, <desk@corp.example> wrote:",
        "The Desk <desk@corp.example> wrote:",
        "2026-01-05 10:00 GMT+08:00 The Desk <desk@corp.example>:",
        '05.01.2026, 10:00, "The Desk" <desk@corp.example>:',
        "Am 05.01.2026 um 10:00 schrieb The Desk <desk@corp.example>:",
        "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb The Desk <desk@corp.example>:",
        "The Desk <desk@corp.example> schrieb am Mo., 5. Jan. 2026, 10:00:",
        "Le lun. 5 janv. 2026 à 10:00, The Desk <desk@corp.example> a écrit :",
        "El lun, 5 ene 2026 a las 10:00, The Desk (<desk@corp.example>) escribió:",
        "Il giorno lun 5 gen 2026 alle ore 10:00 The Desk <desk@corp.example> ha scritto:",
        "Em seg., 5 de jan. de 2026 às 10:00, The Desk <desk@corp.example> escreveu:",
        "Op ma 5 jan 2026 om 10:00 schreef The Desk <desk@corp.example>:",
        "Op 5 jan. 2026 om 10:00 heeft The Desk <desk@corp.example> het volgende geschreven:",
        "Den mån 5 jan. 2026 kl 10:00 skrev The Desk <desk@corp.example>:",
        "Den 5. jan. 2026 kl. 10.00 skrev The Desk <desk@corp.example>:",
        "ma 5. tammik. 2026 klo 10.00 The Desk <desk@corp.example> kirjoitti:",
        "pon., 5 sty 2026 o 10:00 The Desk <desk@corp.example> napisał(a):",
        "W dniu 05.01.2026 o 10:00, The Desk pisze:",
        "po 5. 1. 2026 v 10:00 odesílatel The Desk <desk@corp.example> napsal:",
        "5 янв. 2026 г., в 10:00, The Desk <desk@corp.example> написал(а):",
        "пн, 5 янв. 2026 г. в 10:00, The Desk <desk@corp.example>:",
        "2026年1月5日(月) 10:00 The Desk <desk@corp.example>:",
        "2026년 1월 5일 (월) 오전 10:00, The Desk <desk@corp.example>님이 작성:",
        "---- On Mon, 05 Jan 2026 10:00:00 +0800 desk@corp.example wrote ----",
    ],
)
@pytest.mark.parametrize("original", [OLD, QUOTED], ids=["bare", "marked"])
def test_what_stands_below_an_attribution_is_not_the_writers(attribution: str, original: str) -> None:
    assert trim_reply(f"It is an HP 1020.\n\n{attribution}\n\n{original}\n") == "It is an HP 1020."


@pytest.mark.parametrize(
    "announcement",
    [
        "-----Original Message-----",
        "--------- Original Message ---------",
        "---------- Forwarded message ---------",
        "-----Ursprüngliche Nachricht-----",
        "-------- Weitergeleitete Nachricht --------",
        "-------- Message d'origine --------",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Oprindelig meddelelse-----",
        "-----Ursprungligt meddelande-----",
        "-----Wiadomość oryginalna-----",
        "Begin forwarded message:",
        "-----元のメッセージ-----",
        "##- Please type your reply above this line -##",
    ],
)
def test_an_announced_original_is_not_the_writers(announcement: str) -> None:
    assert trim_reply(f"It is an HP 1020.\n\n{announcement}\n{OLD}") == "It is an HP 1020."


@pytest.mark.parametrize(
    "header",
    [
        "From: The Desk <desk@corp.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Lin\nSubject: RE: printer",
        "From: desk@corp.example [mailto:desk@corp.example]\nSent: January-05-26 10:00 AM\nTo: Lin",
        "*From:* The Desk\n*Sent:* Monday\n*To:* Lin\n*Subject:* printer",
        "________________________________\nFrom: The Desk <desk@corp.example>\nDate: Monday\nTo: Lin\nCc: Chen;\n Wang\nSubject: x",
        "> From: desk@corp.example\n> To: lin@corp.example\n> Subject: printer\n> Date: Mon, 5 Jan 2026 10:00:00 +0800",
        "Date: Mon, 5 Jan 2026 10:00:00 +0800\nTo: lin@corp.example",
        "Von: The Desk\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Lin\nBetreff: Drucker",
        "De : The Desk <desk@corp.example>\nEnvoyé le : lundi 5 janvier 2026 10:00\nÀ : Lin\nObjet : imprimante",
        "De: The Desk\nEnviado el: lunes, 5 de enero de 2026 10:00\nPara: Lin\nAsunto: impresora",
        "Da: The Desk\nInviato: lunedì 5 gennaio 2026 10:00\nA: Lin\nOggetto: stampante",
        "Van: The Desk\nVerzonden: maandag 5 januari 2026 10:00\nAan: Lin\nOnderwerp: printer",
        "Från: The Desk\nSkickat: den 5 januari 2026 10:00\nTill: Lin\nÄmne: skrivare",
        "Fra: The Desk\nSendt: 5. januar 2026 10:00\nTil: Lin\nEmne: printer",
        "Od: The Desk\nWysłano: poniedziałek, 5 stycznia 2026 10:00\nDo: Lin\nTemat: drukarka",
        "От: The Desk\nОтправлено: 5 января 2026 г. 10:00\nКому: Lin\nТема: принтер",
        "差出人: The Desk\n送信日時: 2026年1月5日 10:00\n宛先: Lin\n件名: プリンター",
    ],
)
def test_a_little_header_begins_somebody_elses_mail(header: str) -> None:
    assert (
        trim_reply(f"It is an HP 1020.\n\n{header}\n\n{OLD if header[0] != '>' else QUOTED}")
        == "It is an HP 1020."
    )


@pytest.mark.parametrize(
    "sign",
    [
        "-- \nLin\n+86 10 1234 5678",
        "--\nLin",
        "—\nLin",
        "________________\nprinters mailing list\nhttps://lists.corp.example/printers",
        "----------------\nLin Xiao\nt. 010-1234-5678\nhttps://corp.example",
        "Sent from my iPhone",
        "Sent from my Huawei Mate 60 Pro, please excuse typos",
        "Sent from Outlook for iOS",
        "Get Outlook for Android<https://aka.example/x>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPad",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "Mit freundlichen Grüßen\nLin Xiao",
        "Cordialement,\n\nLin Xiao\nService informatique",
        "Met vriendelijke groet,\nLin",
        "Med venlig hilsen\nLin Xiao",
        "Regards,\n\nLin Xiao\nFinance",
        "======\n***",
    ],
)
@pytest.mark.parametrize(
    "below",
    ["", f"\n\nOn Mon, Jan 5, 2026 at 10:00 AM, Desk <d@c.example> wrote:\n{QUOTED}"],
    ids=["end", "quote"],
)
def test_a_signature_is_not_what_the_writer_says(sign: str, below: str) -> None:
    assert trim_reply(f"It is an HP 1020.\n\n{sign}{below}") == "It is an HP 1020."


@pytest.mark.parametrize(
    "text",
    [
        "It is -- as I said -- an HP.",
        "a list:\n- one\n- two\n\nand on",
        "Sent from my desk in room 12 it does not work, from my laptop it does.",
        "The notice was sent from my iPhone app.",
        "On this day\n\nI wrote something\n\nto the desk.",
        "On 5 May 2026 the vendor wrote:\nreplace the drum.",
        "I asked Bob <bob@corp.example> and he wrote:\nreplace the drum.",
        "My colleague wrote:\nIt smokes.",
        "Please book a car\nFrom: Beijing\nTo: Shanghai\nDate: 2026-10-01\nfor two.",
        "Training\nDate: 3 October 2026\nTime: 7:00 am\nAddress: room 5\nPlease come.",
        "Name       Size\n----------------\na.log      12\nb.log      14\nWhy so large?",
        "------------ the log begins ------------\nerror 5\nPlease look.",
        "Thanks,\nLin",
        "Best regards\nLin",
        "See the output:\nC:\\> ipconfig\nPS> Get-Service",
        "subject: printer\nplease fix",
        "Step 1: sent: yes\nStep 2: date: no",
    ],
)
def test_the_writers_own_words_stay(text: str) -> None:
    assert trim_reply(text) == text


def test_answers_between_the_quotes_keep_what_they_answer() -> None:
    text = "On Mon, Jan 5, 2026 at 10:00 AM, Desk <d@c.example> wrote:\n> Model?\nHP 1020\n> Floor?\nthree\n> Bye"

    assert trim_reply(text) == "HP 1020\n> Floor?\nthree"


def test_an_answer_below_the_whole_quote_stands_alone() -> None:
    assert (
        trim_reply(f"On 2026-01-05 10:00, Desk wrote:\n{QUOTED}\n\nIt is an HP 1020.\n")
        == "It is an HP 1020."
    )


def test_a_closing_below_the_quote_does_not_bring_the_quote_back() -> None:
    text = f"It is an HP 1020.\n\nOn 2026-01-05 10:00, Desk wrote:\n\n{QUOTED}\n\nYours, Lin"

    assert same(trim_reply(text)) == "It is an HP 1020. Yours, Lin"


def test_words_under_an_attribution_with_nothing_above_are_kept() -> None:
    assert (
        trim_reply("On Mon, Jan 5, 2026 at 10:00 AM, Desk <d@c.example> wrote:\n\nIt is an HP.")
        == "It is an HP."
    )


def test_a_quote_cited_by_hand_is_kept() -> None:
    text = "You ask:\n> which model?\nIt is an HP 1020."

    assert trim_reply(text) == text


def test_an_attribution_on_the_same_line_is_cut_off() -> None:
    text = f"It is an HP. On Mon, Jan 5, 2026 at 10:00 AM, Desk <d@c.example> wrote:\n{QUOTED}"

    assert trim_reply(text) == "It is an HP."


@pytest.mark.parametrize(
    "page",
    [
        '<div>It is an HP.</div><div class="gmail_quote"><div class="gmail_attr">Kl. 10 sagt <a>Desk</a>:</div>'
        '<blockquote class="gmail_quote">old</blockquote></div>',
        'It is an HP.<div class="moz-cite-prefix">Whoever said</div><blockquote type="cite">old</blockquote>',
        '<div>It is an HP.</div><div id="Signature"><p>--</p></div><hr><div id="divRplyFwdMsg"><b>From:</b> Desk<br>'
        "<b>Sent:</b> Monday<br><b>To:</b> Lin<br><b>Subject:</b> x</div><div>old</div>",
        '<div>It is an HP.</div><div style="border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Desk<br><b>Sent:</b> Monday'
        "</p></div><p>old</p>",
        '<p>It is an HP.</p><div class="gmail_signature">Lin<br>Finance</div><blockquote type="cite">old</blockquote>',
        'It is an HP.<hr id="stopSpelling">Date: Mon, 5 Jan 2026 10:00:00 +0800<br>From: d@c.example<br>To: l@c.example<br>old',
    ],
    ids=["gmail", "thunderbird", "outlook web", "outlook", "signature", "hotmail"],
)
def test_quotes_in_pages_are_known_by_their_marks(page: str) -> None:
    assert trim_reply(page, html=True) == "It is an HP."


def test_a_mail_of_nothing_but_others_words_leaves_nothing() -> None:
    letter = read(draft(f"-----Original Message-----\n{OLD}"))

    assert (letter.reply_text, OLD in letter.body_text) == ("", True)
