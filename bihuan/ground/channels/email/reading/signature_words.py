"""How mail programs and people sign, in the tongues of Europe and East Asia."""

from __future__ import annotations

import re

_DEVICE = (
    r"(?:i-?phone|i-?pad|i-?pod|android|black-?berry|(?:smart|cell|mobile|hand)?-?phone|mobile|cell|samsung|galaxy|htc|nokia|huawei|xiaomi|redmi|oppo|vivo|honor|windows|outlook"
    r"|mailbox|mail|yahoo|airmail|aol|gmail|tablet|verizon|t-mobile|motorola|nexus|pixel|oneplus|lg|sony|acompli|spark|proton\w*|surface|device|handheld|palm|thunderbird|k-9|k9|zimbra|foxmail)"
)
_CHINESE_DEVICE = r"(?:i-?phone|i-?pad|安卓|android|华为|小米|红米|荣耀|oppo|vivo|三星|魅族|手机|手機|平板|outlook|foxmail|mail|微信|钉钉|飞书|邮箱|郵箱|信箱|邮件|客户端|企业邮|移动设备|行動裝置|qq)"
MOBILE = re.compile(
    rf"""^[\W_]*(?:
      sent\ (?:wirelessly\ )?from\ my\ (?:[^\s,]+\ ?){{1,9}}(?:[,.]?\s*(?:please\ )?(?:excuse|forgive|pardon|sorry|apologies)\b.{{0,80}})?
    | (?:sent|dictated|written|posted)\ (?:from|via|with|using|by)\ (?:an?\ |the\ |my\ )?\W*(?:[\w&+-]+\ ){{0,3}}{_DEVICE}\b(?!\s+app\b).{{0,60}}
    | from\ my\ (?:[^\s,]+\ ?){{0,3}}{_DEVICE}\b.{{0,20}} | (?:\w+\ ){{0,2}}(?:from|via)\ (?:my\ )?mobile(?:\ (?:phone|device))?
    | get\ \[?outlook\ for\ .{{0,60}} | get\ the\ (?:all-new\ )?aol\ app.{{0,60}}
    | (?:von\ mein\w{{1,3}}|diese\ nachricht\ wurde\ von\ mein\w{{1,3}})\ .{{2,60}}\ (?:gesendet|geschickt)
    | gesendet\ (?:von|mit|über)\ .{{2,60}} | holen\ sie\ sich\ outlook.{{0,60}} | envoy[ée]e?\ (?:depuis|de|à\ partir\ de|avec|sans\ fil\ par)\ .{{2,60}} | obtenir\ outlook.{{0,60}} | t[ée]l[ée]charger?\ outlook.{{0,60}}
    | enviado\ (?:desde|do|de|a\ partir)\ .{{2,60}} | obtener\ outlook.{{0,60}} | inviato\ (?:da|dal|con|dalla)\ .{{2,60}} | ottieni\ outlook.{{0,60}}
    | (?:verstuurd|verzonden|vanaf)\ (?:vanaf|met|via|mijn)\ .{{2,60}} | skickat\ fr[åa]n\ .{{2,60}} | sendt\ fra\ .{{2,60}} | hämta\ outlook.{{0,60}} | lähetetty\ .{{2,60}}stani
    | wys[łl]an[eo]\ z\ .{{2,60}} | отправлено\ (?:с|из|от)\ .{{2,60}} | надіслано\ з\ .{{2,60}} | odesláno\ z\ .{{2,60}} | küldve\ .{{2,60}}
    | .{{0,20}}から送信 | 나의\ .{{2,30}}에서\ 보냄
    | (?:发自|发送自|寄自|發自)(?:我的|于)?\s*[\w\s.-]{{0,24}}{_CHINESE_DEVICE}[^，。,：:；]{{0,24}} | (?:来自|來自)\s*(?:我的\s*[\w\s]{{0,16}}{_CHINESE_DEVICE}|企业微信|钉钉(?:专属商务邮箱)?|飞书邮箱|网易邮箱大师)
    | (?:从|從|通过|透過)\s*.{{0,24}}{_CHINESE_DEVICE}.{{0,12}}(?:发送|发出|傳送|寄出) | (?:获取|下载|取得)\s*outlook.{{0,40}} | .{{0,40}}签名由\s*.{{0,16}}定制.{{0,8}} | 随?时随?地.{{0,12}}邮箱.{{0,12}}
    )[\W_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
# A sign-off that belongs to no sentence: with the name below it, it says nothing but who wrote.
CLOSING = re.compile(
    r"""^\W*(?:
      (?:mit\ )?(?:freundliche[nr]?|beste[nr]?|viele[nr]?|herzliche[nr]?|sch[öo]ne[nr]?|liebe)\ gr(?:ü|u|ue)(?:ß|ss)en?(?:\ aus\ \w+)? | mfg | vg | lg
    | (?:bien\ )?cordialement | (?:meilleures\ |sinc[èe]res\ |bien\ |mes\ )?salutations(?:\ distingu[ée]es)? | bien\ à\ vous
    | (?:un\ )?(?:cordial\ |atento\ )?saludos?(?:\ cordial(?:es)?)? | atentamente | (?:cordiali|distinti)\ saluti | (?:com\ os\ )?(?:melhores\ )?cumprimentos | atenciosamente | atte
    | (?:met\ )?(?:vriendelijke|hartelijke)\ groet(?:en)? | mvg | (?:med\ )?(?:v(?:e|ä)nlige?|bedste|beste)\ h(?:i|ä)ls(?:en|ning(?:ar)?) | med\ vennlig\ hilsen | (?:v(?:e|ä)nlige?\ )?h(?:i|ä)ls(?:en|ningar) | mvh | vh | kh | dbh
    | z\ (?:powa[żz]aniem|wyrazami\ szacunku) | pozdrawiam | pozdrowienia | s\ pozdravem | с\ уважением | з\ повагою | üdvözlettel | ystävällisin\ terveisin | terveisin
    )[\s,.!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
# In English it may also be the last word of the text; a signature is what has more than a name below it.
ENGLISH_CLOSING = re.compile(
    r"^\W*(?:(?:with )?(?:(?:best|kind(?:est)?|warm(?:est)?|many)(?: and warm)? )?regards|(?:best|warm) wishes)[\s,.!]*$",
    re.IGNORECASE,
)
DASHES_BEFORE_SIGNATURE = re.compile(r"^[ \t]{0,4}(?:--|—|––|- -) ?$")
UNDERSCORES = re.compile(r"^[ \t]*_{2,}[ \t]*$")
LONG_RULE = re.compile(r"^[ \t]*(?:[-–—=*~#]{5,}|—{2,}|·{3,})[ \t]*$")
DELIMITER = re.compile(r"^[\s\-–—_=+#*~ᐧ·|]*$")
CONTACT = re.compile(
    r"(?:\+?\d[\d\s().-]{6,}\d)|@[\w.-]+\.\w|https?://|www\.|(?:tel|phone|mobile|fax|skype|t|f|m|p)[.:：]|电话|手机|邮箱|传真|地址|网址|座机|分机|微信|公司|部门",
    re.IGNORECASE,
)
