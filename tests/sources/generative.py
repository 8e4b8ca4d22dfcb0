"""Rows of generative-AI lists as they were printed, and the golden inputs that are made of them."""

from __future__ import annotations

import json
from datetime import date

from filings.sources.cancellations import HEADINGS as CANCELLATION
from filings.sources.generative_list import FILING, FILING_SINCE_2025, ON_DEVICE, REGISTRATION
from tests.sources.pdfs import PdfPage, make_pdf
from tests.sources.sheets import make_xlsx

TITLE = "生成式人工智能服务已备案信息"
REGISTERED_TITLE = "生成式人工智能应用或功能已登记信息"
WITHOUT_PROVINCE = tuple(heading for heading in FILING if heading != "属地")

WENXIN = ("1", "北京市", "文心一言", "北京百度网讯科技有限公司", "Beijing-WenXinYiYan-20230821", "2023/8/31")
GUILD = ("65", "重庆市", "安第斯大模型\n注：英文名为AndesGPT", "OPPO（重庆）智能科技有限公司",
         "ChongQing-AndesGPT-20231026", "2023/12/15")  # fmt: skip
JIUTIAN = (
    "87",
    "国资委",
    "九天自然语言交互大模型",
    "中国移动通信有限公司",
    "ZhongYangQiYe-JiuTian-20240123",
    "2024/1/29",
)
DEEPSEEK = ("152", "北京市", "求索对话DeepSeekChat", "北京深度求索人工智能基础技术研究有限公司",
            "Beijing-DeepseekChat-202404280016", "2024/5/13")  # fmt: skip
CARROT = (
    "184",
    "江苏省",
    "CarrotAI大模型",
    "江苏汇智智能数字科技有限公司",
    "Beijing-CarrotAI-202407030002",
    "2024/7/23",
)
SWAPPED = ("340", "广东省", "深圳市商汤科技有限公司", "商汤AI代码生成模型",
           "Guangdong-ShangTangAIDaiMaShengChengMoXing-202503050020", "2025/3/28")  # fmt: skip
BACKDATED = ("299", "福建省", "白泽大模型", "南威软件股份有限公司", "Fujian-BaiZe-20250624S0001", "2025/6/30\n（补登）")
CUT_OFF = ("286", "江苏省", "四维向量智算云", "南京四维向量科技有限公司", "Jiangsu-SiWeiXiangLiangZhiSuanYun-",
           "2025/10/29")  # fmt: skip
APPLE = ("1", "上海市", "Apple智能", "苹果技术开发（上海）有限公司", "Shanghai-AppleZhiNeng-202506160057", "2026/7/8",
         "苹果手机")  # fmt: skip
NUBIA = ("7", "上海市", "努比亚豆包手机大模型", "上海申启纪元智能终端有限责任公司",
         "Shanghai-NuBiYaDouBaoShouJi-202604170151", "2026/7/8", "中兴手机")  # fmt: skip

PREWRITE = ("1", "仲帆PreWrite算法", "服务提供者", "南京仲帆数字科技有限公司", "量子喵(网站)",
            "应用于文本生成场景，根据用户输入的论文文本内容，生成论文选题、大纲、内容指导建议等。",
            "网信算备320114586731201240019号", "2025/7/14")  # fmt: skip
YILU_UPPER = ("20", "医鹿信息检索类算法", "检索过滤类", "杭州康淘信息技术有限公司", "医鹿（APP）",
              "应用于搜索功能，通过用户输入的搜索信息，", "网信算备330110287769004230017号", "2025/7/14")  # fmt: skip
YILU_LOWER = ("", "", "", "", "", "结合人群信息及用户浏览、搜索记录信息，匹配满足需求的内容。", "", "")
YILU_PUSH = ("22", "医鹿个性化推送类算法", "个性化推送类", "杭州康淘信息技术有限公司", "医鹿（APP）",
             "应用于问诊医生、搜索界面预置词和热搜推荐。", "网信算备330110287769002230015号", "2025/7/14")  # fmt: skip
CANCELLATION_TITLE = "关于注销“仲帆PreWrite算法”等28个算法备案编号的公告"

# Page two goes on without headings, then other headings stand in the middle of its table; the on-device list starts
# anew at 1, and the end of page two cuts its first row in two.
THREE_SERIES = [
    PdfPage([TITLE, [FILING_SINCE_2025, WENXIN, GUILD, JIUTIAN]]),
    PdfPage([
        [DEEPSEEK, CARROT, SWAPPED, REGISTRATION, BACKDATED, CUT_OFF],
        REGISTERED_TITLE,
        [ON_DEVICE, (*APPLE[:3], "苹果技术开发", *APPLE[4:])],
        "- 2 -",
    ]),
    PdfPage([[("", "", "", "（上海）有限公司", "", "", ""), NUBIA]]),
]  # fmt: skip

CANCELLED = [
    PdfPage([CANCELLATION_TITLE[:20], CANCELLATION_TITLE[20:], [CANCELLATION, PREWRITE, YILU_UPPER]]),
    PdfPage([[YILU_LOWER, YILU_PUSH]]),
]

GUANGDONG_TITLE = "广东省生成式人工智能服务已备案信息（截至2024年3月）"
HUNYUAN = (
    1,
    "腾讯混元助手大模型",
    "深圳市腾讯计算机系统有限公司",
    "Guangdong-TencentHunyuan-20230901",
    date(2023, 9, 14),
)
GUANGDONG_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>公告</title></head><body>
<div class="article"><h2>广东省已备案生成式人工智能服务信息公告</h2>
<p class="meta">2024-04-03 来源：网信广东</p>
<div class="article-content"><p>现公布本省已备案的生成式人工智能服务（见附件）。</p>
<p>附件：<a href="upload/list.xlsx" download>广东省生成式人工智能服务已备案信息（截至2024年3月）.xlsx</a></p>
</div></div></body></html>"""

PROVINCE_TITLE = "关于新增已备案生成式人工智能服务的公告"
SYSTEM_NOTICES = {
    "errno": 0,
    "errmsg": "成功",
    "datas": [
        {"noticeId": "notice_93606d70-fea9-4518-baf8-32913e0a6d49", "type": 1, "title": CANCELLATION_TITLE,
         "content": "/static/fileUpload/notice_93606d70-fea9-4518-baf8-32913e0a6d49.pdf",
         "createTime": "2025-07-14 17:10:00"},
        {"noticeId": "notice_system", "type": 2, "title": "备案系统操作说明更新通知", "content": "操作说明已更新。",
         "createTime": "2024-03-01 10:00:00"},
    ],
}  # fmt: skip
PERIOD_TEXT = """截至2025年11月1日，新增73款生成式人工智能服务完成备案，本阶段新增35款完成登记。
截至11月1日，累计有611款生成式人工智能服务完成备案，306款生成式人工智能应用或功能完成登记。"""


def html_page(table: str, title: str = PROVINCE_TITLE) -> bytes:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>{title}</h1>{table}</body></html>'
    return page.encode()


def html_row(cells: tuple[str, ...], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def province_table() -> str:
    """A table within one that only lays out the page, with a title above the headings and an entry without a number."""
    rows = [
        html_row((TITLE,)),
        html_row(FILING, "th"),
        html_row(DEEPSEEK),
        html_row(("2", *WENXIN[1:4], "", "2023/8/31")),
    ]
    return f"<table><tr><td>导航</td><td><table>{''.join(rows)}</table></td></tr></table>"


def cases() -> dict[str, bytes]:
    """Each input file by its place, folder and name."""
    three_series = make_pdf(THREE_SERIES, saved="D:20260109183000+08'00'")
    return {
        **{f"{reader}/lists.pdf": three_series for reader in ("genai", "filings", "registrations", "on_device")},
        "cancellations/notice.pdf": make_pdf(CANCELLED),
        "guangdong/list.xlsx": make_xlsx(
            {"已备案信息": [[GUANGDONG_TITLE], WITHOUT_PROVINCE, HUNYUAN], "草稿": [["not", "shown"]]},
            hidden=["草稿"],
            merged="A1:E1",
        ),
        "page/guangdong.html": GUANGDONG_PAGE.encode(),
        "html_table/notice.html": html_page(province_table()),
        "notice_api/list.json": json.dumps(SYSTEM_NOTICES, ensure_ascii=False).encode(),
        "period_notice/autumn.txt": PERIOD_TEXT.encode(),
    }
