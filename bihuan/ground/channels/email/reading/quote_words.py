"""How mail programs announce what somebody else wrote, in the tongues of Europe and East Asia."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:]{2,}")
TIME = re.compile(r"(?<!\d)\d{1,2}[:.h点時时]\s?\d{2}(?!\d)")
DATE = re.compile(
    r"""\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2} | (?<!\d)\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}(?!\d)
    | (?<!\d)\d{1,2}(?:st|nd|rd|th|[.º])?[\ -](?:de\ )?[^\W\d_]{3,12}\.?,?[\ -](?:de\ |del\ )?(?:\d{4}|\d\d)(?!\d)
    | [^\W\d_]{3,12}[.,]?[\ -]\d{1,2}(?:st|nd|rd|th)?,?\ (?:at\ )?\d{4}(?!\d)""",
    re.VERBOSE,
)
SHORT_DATE = re.compile(r"(?<!\d)\d{1,2}\.?\ [^\W\d_]{3,12}|[^\W\d_]{3,12}\.?\ \d{1,2}(?!\d)")
LEAD = re.compile(
    r"(?:on|at|am|le|el|il(?: giorno)?|op|den|på|em|dnia|w dniu|dne|a|în data|tarih|vào|pada tanggal|kirjoitti|z|dňa|在|于|於|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|ons|tor|fre|lör|sön|man|tir|lør|пн|вт|ср|чт|пт|сб|вс|нд)"
    r"[a-zа-яéáäöå.]{0,9},?)\s",
    re.IGNORECASE,
)
VERB = re.compile(
    r"""\b(?:wrote|writes|sent|schrieb|escribi[óo]|(?:a|à)\ [ée]crit|ha\ scritto|scrisse|schreef|geschreven|skrev|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?
    |написала?|пишет|пише|pisze|писал[аи]?|escreveu|kirjoitti|yazdı|írta|a\ scris|έγραψε|viết|menulis)(?!\w) | 写道|寫道|写到|編寫|编写|작성|書きました | 来信""",
    re.IGNORECASE | re.VERBOSE,
)
WRAPPED_END = re.compile(
    rf"^\s*>{{1,2}}\s*(?:(?:{VERB.pattern})[^:：]{{0,20}})?[:：]\s*$", re.IGNORECASE | re.VERBOSE
)
COLON = re.compile(r"[:：﹕][\s*_>]*$")
# `Name <address> wrote`: the verb stands right behind the address or the date that follows it.
NAME_ADDRESS_VERB = re.compile(
    r"^[^<>\n]{0,80}[<\[(][^<>\s]{1,64}@[^<>\s]{1,120}?[>\])]{1,2}\s*,?\s*(?:(?:于|在|於)\s*)?"
    r"(?:[\d\s年月日号周星期一二三四五六天週上下午晚凌晨中:：/.,，-]{4,40})?\s*"
    r"(?:wrote|writes|schrieb|escribió|a écrit|ha scritto|schreef|skrev|napisał|написал|пишет|пише|escreveu|kirjoitti|写道|寫道)",
    re.IGNORECASE,
)
# 在 2026年1月5日 周一 10:00，张三 写道： — the date is followed at once by weekday, time or comma, unlike in prose.
CHINESE = re.compile(
    r"^(?:在|于|於)?\s*\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号]?\s*(?:[(（]?(?:周|星期|週|禮拜)?[一二三四五六日天][)）]?)?\s*[,，]?\s*"
    r"(?:的|上午|下午|晚上|凌晨|中午|早上)?\s*(?:\d{1,2}[:：时時点]\d{1,2}(?:[:：分]\d{0,2}秒?)?)?\s*(?:[+-]\d{4})?\s*[,，、]\s*.{0,80}?(?:写道|寫道|写到|来信)\s*[:：﹕]?\s*$"
)
CHINESE_TIMED = re.compile(
    r"^(?:在|于|於)\s*\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}.{0,24}\d{1,2}[:：]\d{2}.{0,100}?(?:写道|寫道|写到)\s*[:：﹕]?\s*$"
)
GMT_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S.{0,80}$")

_WHOSE = (
    r"original\w*|reply|replied|forwarded|d'origine|transf[ée]r[ée]|urspr[üu]n\w*|antwort|weitergeleitete|reenviado|inoltrato|oorspronkelijk\w*|doorgestuurd|"
    r"oprindelig|videresendt|ursprungligt|vidarebefordrat|opprinnelig|alkuperäinen|wiadomość|исходное|пересланное|пересылаемое|оригинальное|původní|eredeti|mensagem|özgün|orijinal"
)
_WHAT = (
    r"messages?|e?-?mails?|nachricht|mensaje|messaggio|bericht|meddelelse|meddelande|melding|viesti|wiadomość|oryginalna|przekazana|сообщение|письмо|"
    r"zpráva|üzenet|mensagem|mesaj|ileti"
)
# 原始邮件, 回复的原邮件, 转发邮件信息, 邮件原件 ... between hyphens.
_CHINESE_ORIGINAL = (
    r"(?:(?:原始?|回复的?原?|答复的?原?|转发的?原?|原来的?|被转发的?|引用的?)(?:邮件|郵件|信息|消息|来信|邮件信息)"
    r"|邮件原[件文]|原始郵件|轉寄的?郵件|轉寄郵件|元のメッセージ|オリジナルメッセージ|転送メッセージ|원본\s?메시지|전달된\s?메시지)(?:信息)?"
)
RULES = frozenset("-–—_=")
# Lines of hyphens around the words, and lines of words alone.
RULED_SEPARATORS = (
    re.compile(rf"^[\s*>]*[-–—_=]{{2,}}\s*(?:{_WHOSE})\s+(?:{_WHAT})\s*[-–—_=:]{{2,}}[\s*]*$", re.IGNORECASE),
    re.compile(rf"^[\s*>]*[-–—_=]{{2,}}\s*(?:{_WHAT})\s+(?:{_WHOSE})\s*[-–—_=:]{{2,}}[\s*]*$", re.IGNORECASE),
    re.compile(r"^[\s*>]*[-–—_=]{2,}\s*original\s*[-–—_=]{2,}[\s*]*$", re.IGNORECASE),
    re.compile(rf"^[\s*>|]*[-–—_=]{{2,}}\s*{_CHINESE_ORIGINAL}\s*[-–—_=]{{2,}}[\s*|]*$"),
    re.compile(r"^[\s*>]*-{3,}\s.{0,120}\b(?:wrote|写道|寫道)\s*[:：]?\s*-{3,}\s*$", re.IGNORECASE),
    re.compile(
        r"^[\s*>]*-{3,}\s*(?:转发人|转寄人|forwarded by|weitergeleitet von)\s.{0,120}-{2,}\s*$", re.IGNORECASE
    ),
)
WORDED_SEPARATORS = (
    re.compile(
        r"^[\s*>]*(?:begin forwarded message|anfang der weitergeleiteten nachricht|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|inizio messaggio inoltrato"
        r"|inicio del mensaje reenviado|begin doorgestuurd bericht|vidarebefordrat brev|videresendt besked|起始转发邮件|开始转发的邮件|下面是被转发的邮件|開始轉寄訊息)\s*[:：]\s*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^\W*(?:please\s)?(?:type|write|enter)?\s?(?:your\s)?repl(?:y|ies)\s(?:must be )?above\s(?:this|the)\s.{0,20}line\b|^\W*(?:请|請)?(?:在|于)(?:此|本|这|這)(?:行|线|線|条线|條線).{0,6}(?:以上|之上|上方).{0,10}$",
        re.IGNORECASE,
    ),
)

# Labels of the little header that Outlook, Foxmail and others put above what they quote.
_LABELS = {
    "from": "from von de da van od fra från от від lähettäjä kimden feladó remitente mittente afzender expéditeur 发件人 寄件者 寄件人 发信人 发件者 差出人 보낸사람 自 由",
    "sent": "sent gesendet envoyé envoyé_le inviato verzonden wysłano sendt skickat отправлено надіслано enviado enviado_el enviado_em lähetetty odesláno elküldve"
    " message_du 发送时间 发送日期 发件时间 寄件日期 傳送時間 傳送日期 已发送 已傳送 发送于 送信日時 送信日 보낸날짜",
    "date": "date datum data dato fecha дата päivämäärä päiväys 日期 时间 時間 日時 날짜",
    "to": "to an à a aan do til till кому para vastaanottaja destinataire destinatario komu kime címzett 收件人 收件者 收信人 收件 宛先 받는사람",
    "cc": "cc kopie copie copie_à kopia kopi копия copia cópia bcc 抄送 副本 抄送人 密送 密件副本 참조",
    "subject": "subject betreff objet oggetto onderwerp temat emne ämne тема asunto assunto aihe předmět tárgy konu 主题 主旨 主題 标题 標題 件名 제목",
    "other": "reply-to importance priority attachments antwort_an risposta répondre_à 附件 回复 回复给 重要性 优先级 紧急程度 attachment anlagen",
}
KINDS = {word.replace("_", " "): kind for kind, words in _LABELS.items() for word in words.split()}
# Labels that only mail has; "from" and "to", "date" and "subject" also head what people write about a journey or meeting.
_TELLING = "发件人 寄件者 寄件人 发信人 发件者 差出人 보낸사람 发送时间 发件时间 收件人 收件者 收信人 宛先 받는사람 отправлено lähettäjä"
TELLING = frozenset(word.replace("_", " ") for word in f"{_LABELS['sent']} {_TELLING}".split())
LABEL = re.compile(
    r"^[\s>|]*[*_]{0,2}(?P<label>[^\W\d_][^:：|\t*\n]{0,20}?)[*_]{0,2}[ \u3000]{0,3}(?P<mark>[:：]|\s?[|\t])[*_]{0,2}\s*(?P<value>.*)$"
)
IDEOGRAPHIC_GAP = re.compile(r"(?<=[\u3400-\u9fff\uac00-\ud7a3])[ \u3000]+(?=[\u3400-\u9fff\uac00-\ud7a3])")
# An attribution that follows other words on the same line.
SHARED_START = re.compile(r"(?:\s*-{2,}\s*|\s+)(?=(?:On|Am|Le|El|Op|Den)\s+[\w,.]+[ ,.])")
