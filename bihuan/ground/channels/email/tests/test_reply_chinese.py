"""What the writer of a Chinese reply added, in the forms of the mail programs used in China."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.reply import trim_reply

OWN = "已经重启，问题还在。"
OLD = "请重启打印机后再试。\n服务台"
MARKED = "> 请重启打印机后再试。\n>\n> 服务台"

PROGRAMS = {
    "QQ": '------------------ 原始邮件 ------------------\n发件人: "服务台" <desk@corp.example>;\n发送时间: 2026年1月5日(星期一) 上午10:00\n'
    '收件人: "林小满"<lin@corp.example>;\n\n主题: 回复: 打印机',
    "QQ English": "------------------ Original ------------------\nFrom: 服务台 <desk@corp.example>\nDate: Mon,Jan 5,2026 10:00 AM\nTo: 林",
    "QQ phone": "---原始邮件---\n发件人: 服务台",
    "Foxmail": "发件人： 服务台\n发送时间： 2026-01-05 10:00\n收件人： 林小满\n主题： Re: 打印机",
    "Foxmail with blank lines": "发件人： 服务台\n\n发送时间： 2026-01-05 10:00\n\n收件人： 林小满\n\n主题： Re: 打印机",
    "Outlook": "________________________________\n发件人: 服务台 <desk@corp.example>\n发送时间: 2026年1月5日 10:00\n收件人: 林小满\n主题: 打印机",
    "Outlook 2019": "________________________________\n发件人: 服务台\n已发送: 2026年1月5日 10:00\n收件人: 林小满\n主题: 打印机",
    "Outlook 2019 full width": "发件人：服务台\n已发送：2026年1月5日 10:00\n收件人：林小满",
    "Outlook old": "-----邮件原件-----\n发件人: 服务台",
    "163": '在 2026-01-05 10:00:00，"服务台" <desk@corp.example> 写道：',
    "163 English": 'At 2026-01-05 10:00:00, "服务台" <desk@corp.example> wrote:',
    "163 old": "在2026-01-05 10:00:00，服务台 写道：",
    "NetEase master": "---- 回复的原邮件 ----\n| 发件人 | 服务台<desk@corp.example> |\n| 日期 | 2026年1月5日 10:00 |",
    "NetEase English": "---- Replied Message ----\n| From | 服务台<desk@corp.example> |",
    "NetEase forwarded": "-------- 转发邮件信息 --------\n发件人：服务台",
    "Gmail": "服务台 <desk@corp.example> 于2026年1月5日周一 10:00写道：",
    "Gmail wrapped": "服务台 <desk@corp.example> 于2026年1月5日周一\n10:00写道：",
    "Gmail Taiwan": "服務台 <desk@corp.example> 於 2026年1月5日 週一 上午10:00寫道：",
    "Aliyun": "------------------------------------------------------------------\n发件人：服务台 <desk@corp.example>\n"
    "发送时间：2026年1月5日(星期一) 10:00\n收件人：林小满\n主　题：回复：打印机",
    "Coremail": '-----原始邮件-----\n发件人:"服务台" <desk@corp.example>\n发送时间:2026-01-05 10:00:00 (星期一)',
    "Apple Mail": "在 2026年1月5日，上午10:00，服务台 <desk@corp.example> 写道：",
    "iPhone": "发自我的 iPhone\n\n在 2026年1月5日，10:00，服务台 <desk@corp.example> 写道：",
    "Thunderbird": "在 2026/1/5 10:00, 服务台 写道:",
    "Evolution": "在 2026-01-05一的 10:00 +0800，服务台写道：",
    "Android": "-------- 原始信息 --------\n由： 服务台\n日期： 2026/1/5 10:00 (GMT+08:00)",
    "企业微信": "发自我的企业微信\n\n------------------ 回复邮件 ------------------\n发件人: 服务台",
    "飞书": "发件人：“服务台”<desk@corp.example>\n日期：2026年1月5日 (周一) 10:00\n主题：打印机\n收件人：“林小满”<lin@corp.example>",
    "Lotus Notes": "发件人:\t服务台/IT/Corp\n收件人:\t林小满/Corp\n日期:\t2026/01/05 10:00\n主题:\t打印机",
    "Lotus Notes forwarded": "----- 转发人 服务台/IT/Corp 时间 2026-01-05 10:00 -----",
    "Outlook Taiwan": "寄件者: 服務台 <desk@corp.example>\n寄件日期: 2026年1月5日 上午 10:00\n收件者: 林\n主旨: 印表機",
    "our own line": "== 请在此行以上回复 ==",
}


@pytest.mark.parametrize("quoting", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("original", [OLD, MARKED], ids=["bare", "marked"])
def test_only_the_writers_words_are_left(quoting: str, original: str) -> None:
    assert trim_reply(f"{OWN}\n\n{quoting}\n\n{original}\n") == OWN


@pytest.mark.parametrize("quoting", PROGRAMS.values(), ids=PROGRAMS)
def test_the_same_holds_in_pages(quoting: str) -> None:
    lines = "".join(
        f"<div>{line.replace('<', '&lt;').replace(' ', '&nbsp;')}</div>"
        for line in f"{quoting}\n{OLD}".split("\n")
    )

    assert trim_reply(f"<div>{OWN}</div><div><br></div>{lines}", html=True) == OWN


@pytest.mark.parametrize(
    "sign",
    [
        "发自我的iPhone",
        "发自我的 iPad",
        "发自我的华为手机",
        "发自我的小米手机",
        "发自我的企业微信",
        "发自 Outlook for iOS",
        "发自网易邮箱大师",
        "从 Windows 版邮件发送",
        "从我的 iPhone 发送",
        "從我的 iPhone 傳送",
        "来自我的手机",
        "来自企业微信",
        "获取 Outlook for Android<https://aka.example/x>",
        "| |\n林小满\n|\n|\nlin@corp.example\n|\n签名由 网易邮箱大师 定制",
        "--\n林小满\n信息技术部\n电话：010-12345678",
        "-- \n林小满 | 财务部",
        "——————————\n林小满\n手机：13800000000",
    ],
)
def test_a_signature_is_not_what_the_writer_says(sign: str) -> None:
    assert trim_reply(f"{OWN}\n\n{sign}\n") == OWN


@pytest.mark.parametrize(
    "text",
    [
        "在他的书里，作者写道：\n知识就是力量。",
        "在2026年1月5日的通知里，王总写道：\n请大家更新密码。",
        "王经理写道：\n请尽快处理。",
        "请安排培训\n时间：明天下午三点\n地点：三楼\n主题：新系统",
        "日期：2026年1月5日\n主题：打印机\n请派人来看。",
        "邮件里那句“---- 原始邮件 ----”是什么意思？",
        "发自内心地感谢各位！",
        "来自客户端的报错：0x01\n请看一下。",
        "从昨天开始手机邮箱无法发送附件。",
        "打印机坏了\n谢谢！\n林小满",
        "您好，请重置密码。\n祝好！\n林小满",
        "步骤：\n- 打开\n- 报错\n\n截图见附件",
        "错误如下：\n------\n代码 5\n------\n请处理",
        "收件箱里的主题：打印机，发给谁：林",
    ],
)
def test_the_writers_own_words_stay(text: str) -> None:
    assert trim_reply(text) == text
