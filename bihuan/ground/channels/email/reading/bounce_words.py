"""How mail servers say that a message did not arrive, in the tongues that reach this desk."""

from __future__ import annotations

import re

SUBJECT = re.compile(
    r"""^(?:\W|\[[^\]]{1,40}\])*(?:
      undeliver(?:ed|able)\b | undelivered\ mail | non[- ]?deliver(?:y|able) | (?:mail|message)\ (?:delivery\ )?(?:failed|failure|error|undeliverable)
    | (?:mail|message|e-?mail)\ (?:could\ |can)not\ be\ delivered | mail\ system\ error | mail\ delivery\ (?:problem|status|system|subsystem|report)
    | delivery\ (?:status|failure|failed|report|delayed?|error|problem|has\ failed|notification) | failed\ (?:mail|delivery) | failure\ (?:notice|delivery)
    | returned\ (?:mail|e-?mail|message|to\ sender)\b | returned\s*: | mail\ (?:status|returned|could) | warning:\ (?:could\ not\ send|message)
    | could\ not\ (?:send|deliver) | unable\ to\ deliver | nondeliverable | unzustellbar | nicht\ zustellbar | zustellung | r[üu]ckl[äa]ufer
    | [ée]chec\ de | non\ remis | mancato\ recapito | no\ se\ puede\ entregar | notificaci[óo]n\ de\ (?:entrega|estado) | undelivered
    | rejected: | message\ rejected | permanent\ delivery | delivery\ has | auto-?matic\ bounce | bounced?\ (?:mail|message)
    | 系统退信 | 退信 | 邮件被退回 | 退回的邮件 | 未送达 | 无法送达 | 无法投递 | 投递失败 | 邮件投递 | 发送失败 | 邮件发送失败 | 未传递 | 递送失败
    | 系統退信 | 郵件被退回 | 無法傳遞 | 無法投遞 | 投遞失敗 | 傳遞失敗 | 未傳遞
    | メールエラー | 配信(?:エラー|不能|できません) | 送信(?:エラー|できません) | 配達 | Не\ ?доставлено | Недоставленное | Ошибка\ доставки
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Sentences that only a report of failure begins with; among the first lines of a person's own mail they do not count.
BODY = re.compile(
    r"""this\ is\ the\ (?:mail\ (?:system|delivery)|\S{1,40}\ (?:program|mail\ server)\ at) | i'm\ (?:sorry\ to\ have\ to\ inform|afraid\ i\ wasn't\ able)
    | (?:could|can)\ ?not\ be\ delivered | (?:was|were|is|has\ been|have\ been|has)\ (?:not\ (?:been\ )?)?(?:undeliver|returned\ undelivered|rejected\ by)
    | delivery\ (?:to\ the\ following|has\ failed|of\ the\ following|failed|attempts) | did\ not\ reach | following\ (?:addresse?s?|recipients?)
    | permanent(?:ly)?\ (?:fatal\ )?(?:error|fail) | undeliver(?:ed|able) | returned\ (?:mail|message) | failed\ to\ deliver | unable\ to\ deliver
    | not\ able\ to\ deliver | couldn't\ be\ delivered | wasn't\ (?:able|delivered) | not\ delivered\ to | deliver(?:ed|y)?\ to\ .{0,80}\ fail
    | transcript\ of\ session | original\ message\ was\ received | user\ unknown | unknown\ user | no\ such\ user | failure\ reasons
    | 无法送达 | 未能送达 | 无法投递 | 投递失败 | 退信 | 退回 | 发送失败 | 发送不成功 | 不存在 | 無法傳遞 | 無法投遞 | 退回
    | 送信できません | 配信できません | お届けできません | not\ be\ sent | not\ been\ delivered | mailbox\ (?:is\ )?full
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Where the message that came back begins, in reports without MIME parts.
RETURNED = re.compile(
    r"^[ \t>*]{0,8}(?:[-=_*]{2,100}[^\n]{0,30}(?:original|returned|unsent|undelivered|copy of|原始邮件|原邮件|退回的邮件)[^\n]{0,100}"
    r"|(?:the )?(?:original|returned) message[^\n]{0,60}|Received: from [^\n]{0,300}|Return-Path:[^\n]{0,300})$",
    re.IGNORECASE | re.MULTILINE,
)

# The address itself is at fault: nobody of that name, no such host, moved away.
GONE = re.compile(
    r"""user\ (?:is\ )?(?:unknown|not\ found|doesn't|does\ not|invalid) | unknown\ (?:user|recipient|mailbox|account|address|local|to\ address|email) | no\ such\ (?:user|recipient|person|mailbox|account|address|local|name|domain|host)
    | (?:recipient|address|mailbox|account|user|e-?mail|domain|host|alias|name)\b[^\n.]{0,90}\ (?:does\ ?n[o']t\ exist|not\ exist|unknown|not\ found|cannot\ be\ found|is\ invalid|is\ not\ valid|no\ longer\ (?:exists?|valid|in\ use|available|on\ server))
    | (?:invalid|bad|unrouteable|unroutable|nonexist[ea]nt|non-existent|illegal)\ (?:recipient|mailbox|address|user|domain|account|e-?mail|destination) | no\ mailbox\ (?:here|by)
    | (?:not|isn't)\ (?:a\ (?:valid|known|registered|local)|listed\ in|our\ (?:customer|user)|known\ (?:here|at)|exist|found\ in) | doesn't\ have\ (?:an|a\ .{0,20})\ account | doesn't\ have\ a\ .{0,30}\ account
    | host\ (?:\S{3,80}\ )?(?:unknown|not\ found|or\ domain\ name\ not\ found) | unknown\ host | domain\ (?:unknown|not\ found|does\ not) | name\ (?:service|server)\ (?:error|failure)\b.{0,80}(?:not\ found|nxdomain) | nxdomain
    | address\ (?:unknown|not\ found|lookup|couldn't|does|rejected:\ (?:access\ denied|undeliverable|unknown|user|unverified|no\ such|invalid)) | recipient\ (?:not\ found|unknown|address\ rejected:\ user) | (?:has|have)\ moved | moved\ to | user\ \S+\ (?:does|is\ not|not)
    | does\ not\ accept\ mail | null\ mx | account\ (?:does\ not|not\ found|has\ been\ (?:deleted|closed|removed)) | no\ (?:valid|account)\ (?:recipients?|by\ that|with|for|of)
    | (?:this|the)\ address\ (?:no\ longer|is\ no|is\ not) | recipnotfound | resolver\.adr\.\w*notfound | dosn't\ have | not\ our\ customer | no\ existe | existe\ pas | inconnu
    | 不存在 | 无此用户 | 没有此用户 | 无效的?(?:收件人|地址|用户|邮箱) | 找不到(?:收件人|用户|邮箱|域名|该) | 已注销 | 無此 | 不存在 | 存在しない | 見つかりません
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The address may be good: full, refused for what we are or wrote, too busy, suspended.
PASSING = re.compile(
    r"""\bfull\b | quota | over\ (?:the\ )?(?:limit|allocation) | exceed | insufficient | too\ (?:large|big|many|much|fast) | message\ size | size\ (?:limit|exceeds)
    | spam | virus | malware | black\ ?list | block(?:ed|list)?\b | \brbl\b | dnsbl | reputation | policy | polic(?:y|ies) | \bspf\b | dkim | dmarc | authenticat | ptr | reverse\ dns | rdns
    | temporar | try\ again | later | greylist | time[d]?\ ?out | timeout | expired | delay | (?:connection|connect)\b | retry | throttl | rate\ | frequen | unsolicited | content
    | sender | mail\ from: | end\ of\ data | \bfrom:\ domain | on\ hold | disabled | may\ not\ exist | permission | malformed
    | suspend | inactive | not\ (?:active|permitted|allowed|authorized|authorised) | (?<!access\ )denied | (?<!rejected:\ )access\ denied | relay | forbidden | prohibited | restrict | closed\ list | not\ a?\ ?member | loop | too\ many\ hops | syntax
    | 已满 | 空间不足 | 超过 | 超出 | 拒绝 | 拒收 | 垃圾邮件 | 病毒 | 过于频繁 | 频率 | 超时 | 稍后 | 暂时 | 限制 | 黑名单 | 冻结 | 停用 | 滿
    """,
    re.IGNORECASE | re.VERBOSE,
)
FULL = re.compile(
    r"\bfull\b|quota|insufficient|已满|空间不足|over (?:the )?(?:limit|allocation)", re.IGNORECASE
)
