"""Write the two sample messages beside this file: `python -m bihuan.front.ops.demo.samples.make`.

What they are, is how such mail really comes: Chinese in GBK as Foxmail writes it, with a picture in the text and a log;
and plain English text.
"""

from __future__ import annotations

from email.header import Header
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from pathlib import Path

from bihuan.front.ops.demo.samples.picture import paper_jam

FOLDER = Path(__file__).parent
DESK = "it@yunhe.example"
CRLF = compat32.clone(linesep="\r\n", max_line_length=76)

PRINTER_HTML = """<html><head><meta http-equiv="content-type" content="text/html; charset=GBK"></head>
<body style="font-family: 微软雅黑; font-size: 14px">
<div>IT的同事好：</div>
<div><br></div>
<div>A座6楼的打印机PR-A6-02（HP LaserJet Pro M404dn）今天早上开始一直卡纸，打付款申请单打到一半就停，我把纸盒里的纸抽出来重新放过，还是报错，提示见截图。</div>
<div><br></div>
<div><img src="cid:jam@yunhe.example" width="380" height="210"></div>
<div><br></div>
<div>电脑里的打印日志也一起附上。下午3点银行要来取材料，有点急，麻烦优先看一下，谢谢！</div>
<div><br></div>
<div>--<br>林静怡<br>财务部　分机6131</div>
</body></html>
"""

PRINTER_LOG = """2026-11-18 08:52:14  信息  PR-A6-02  打印任务318开始：付款申请单.pdf，12页
2026-11-18 08:52:47  错误  PR-A6-02  13.20.00 后部卡纸，已打印4页
2026-11-18 08:58:03  信息  PR-A6-02  用户清除卡纸，恢复打印
2026-11-18 08:58:21  错误  PR-A6-02  13.20.00 后部卡纸，已打印5页
2026-11-18 09:04:40  警告  PR-A6-02  任务已挂起，等待处理
"""

VPN_TEXT = """Hello team,

I am in Frankfurt for the trade fair and cannot connect to the VPN. EasyConnect
says "cannot establish the connection", error 809. It is version 7.6.3 on my
ThinkPad T14, over the hotel Wi-Fi. Ordinary pages open without any trouble.

I need the price list on the shared drive before my first meeting tomorrow
morning (nine o'clock here, four in the afternoon at home). Is there anything I
can try tonight?

Best on my mobile: 139-0000-1973.

Thanks,
Daniel

--
Daniel Whitmore
Overseas Business
"""


def printer() -> bytes:
    """Return the Chinese sample: GBK, HTML with a picture in it, a log attached."""
    page = MIMEMultipart("related", boundary="----=_NextPart_related_6131")
    page.attach(MIMEText(PRINTER_HTML.replace("\n", "\r\n"), "html", "gbk"))
    page.attach(_picture())
    whole = MIMEMultipart("mixed", boundary="----=_NextPart_mixed_6131")
    whole.attach(page)
    whole.attach(_log())
    subject = Header("A座6楼打印机PR-A6-02卡纸，打不了付款申请单", "gbk").encode()
    sender = f"{Header('林静怡', 'gbk').encode()} <linjingyi@yunhe.example>"
    _address(whole, sender, subject, "Wed, 18 Nov 2026 09:11:32 +0800", "202611180911325178061@yunhe.example")
    whole["X-Mailer"] = "Foxmail 7.2.25.331[cn]"
    return whole.as_bytes(policy=CRLF)


def vpn() -> bytes:
    """Return the English sample: plain text in ASCII."""
    message = MIMENonMultipart("text", "plain", charset="us-ascii", format="flowed")
    message.set_payload(VPN_TEXT)
    message["Content-Transfer-Encoding"] = "7bit"
    sender = "Daniel Whitmore <daniel.whitmore@yunhe.example>"
    number = "7c41f0d2-5b0e-4a52-9a57-2f6d1c3e8b19@yunhe.example"
    _address(message, sender, "VPN error 809 from my hotel", "Wed, 18 Nov 2026 12:47:05 +0100", number)
    return message.as_bytes(policy=CRLF)


def write() -> None:
    (FOLDER / "printer.eml").write_bytes(printer())
    (FOLDER / "vpn.eml").write_bytes(vpn())


def _address(message: Message, sender: str, subject: str, date: str, number: str) -> None:
    for name, value in (("From", sender), ("To", DESK), ("Subject", subject), ("Date", date)):
        message[name] = value
    message["Message-ID"] = f"<{number}>"


def _picture() -> MIMEImage:
    picture = MIMEImage(paper_jam(), "png", name="jam.png")
    picture["Content-ID"] = "<jam@yunhe.example>"
    picture["Content-Disposition"] = 'inline; filename="jam.png"'
    return picture


def _log() -> MIMEText:
    log = MIMEText(PRINTER_LOG.replace("\n", "\r\n"), "plain", "gbk")
    log.add_header("Content-Disposition", "attachment", filename=("gbk", "", "打印日志.log"))
    return log


if __name__ == "__main__":
    write()
