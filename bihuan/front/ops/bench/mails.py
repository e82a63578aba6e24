"""Mails as colleagues write them, each another one."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from bihuan.front.ops.bench.company import DESK_ADDRESS, address_of

SAID = (
    ("打印机卡纸", "三楼的打印机又卡纸了，面板显示 C-2801，取出纸以后还是报错。今天要打合同，麻烦尽快看一下。"),
    ("VPN 连不上", "在家办公，VPN 一直停在“正在连接”，提示错误 809。昨天还好好的。"),
    ("电脑开不了机", "早上按电源键没有反应，指示灯不亮。换过插座，还是一样。"),
    ("Outlook 打不开", "Outlook 启动以后闪退，重启过两次。别的程序都正常。"),
    ("ERP 登录报错", "登录 ERP 时提示“会话已过期”，清了缓存也不行。我们部门好几个人都这样。"),
    ("申请安装软件", "请帮忙安装 AutoCAD 2024，项目组需要，主管已经同意。"),
    ("密码忘记了", "域账号的密码忘记了，输错几次以后账号被锁定，请帮忙解锁。"),
    ("网络很慢", "二楼会议室的无线网很慢，开视频会议时断时续。"),
    ("Shared drive is gone", "Drive S: disappeared after the update this morning. I need the budget folder."),
    ("Monitor stays black", "My second monitor shows no signal since I moved desks. The cable is new."),
)  # fmt: skip
SIGNED = "\r\n\r\n--\r\n云禾集团 {n:04} 号员工\r\n分机 {extension}\r\n"


def mail(n: int) -> bytes:
    """Return the mail of colleague `n`, with a text and an HTML body."""
    subject, text = SAID[n % len(SAID)]
    message = EmailMessage()
    message["From"] = f"员工{n:04} <{address_of(n)}>"
    message["To"] = DESK_ADDRESS
    message["Subject"] = f"{subject}（{n}）"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain="mail.yunhe.example")
    message.set_content(text + SIGNED.format(n=n, extension=6100 + n))
    message.add_alternative(f"<html><body><p>{text}</p><p>谢谢！</p></body></html>", subtype="html")
    return message.as_bytes()
