"""Writes the input files of the golden pairs: small, in the shape of the real ones, with facts from the registers.

    python -m tests.sources.build

Run it after changing a case here; then delete the case's .expected.json, run the tests, and read what they write.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from filings.sources.algorithm import HEADINGS as ALGORITHM_HEADINGS
from tests.builders import DEEP_HEADINGS, deep_row, make_deep_docx
from tests.sources import generative, news

FOLDER = Path(__file__).parent

FIRST_BATCH = [
    deep_row(
        "网信算备110101128387701230011号",
        "大麦小蜜智能客服算法",
        seq="1",
        organization="北京大麦文化传媒发展有限公司",
        products="大麦（APP）",
        purpose="应用于在线智能客服场景，根据用户咨询内容，生成文本或语音智能回答。",
    ),
    deep_row(
        "网信算备110108007153201230015号",
        "DraftAi绘图生成合成算法-1",
        seq="2",
        organization="图形起源（北京）科技有限公司",
        products="Draft（网站）",
        purpose="应用于图像生成场景，使用文本条件图像生成模型，生成与输入文本语义一致的图像。",
    ),
    deep_row(
        "网信算备110108105858001230019号",
        "智谱ChatGLM生成算法",
        seq="3",
        organization="北京智谱华章科技有限公司",
        products="写作蛙（网站）、ChatGLM（网站）、写作蛙（小程序）",
        purpose="应用于对话生成场景，根据用户输入的文本内容，应用对话模型，生成对话文本回复。",
        remark="2023年8月更新应用产品，新增写作蛙网站和小程序",
    ),
]

# The forms in which the regulator says what it changed, each with a row of its own.
REMARKS = {
    "organization": "变更内容：原主体名称“国泰君安证券股份有限公司”变更为“国泰海通证券股份有限公司”",
    "organization-plain": "2024年4月、6月，新增关联产品愈苹AI(网站)，主体由佛山愈苹科技变更为广州愈苹科技",
    "organization-alone": "2022年9月更新备案主体名称",
    "name-and-products": "2024年8月，变更内容：算法名称由云雀大模型算法变更为豆包大模型算法，新增关联产品豆包(网站)",
    "name-before-alone": "原算法名称“乐玩幻镜图像生成合成算法-2”",
    "products-renamed": "变更内容：\n产品名称由“亿图（APP）”变更为“万兴脑暴（网站）”、“亿图.(APP)”变更为“万兴(APP)”",
    "products-plain": "2024年8月，产品名称i问财（APP）、爱基金（APP）变更为同花顺问财(APP)、同花顺爱基金(APP)",
    "products-dropped": "变更内容：删除关联产品“闵智作业（网站）”、“闵智作业（APP）”",
    "products-replaced": "2024年8月，产品变更为视频换脸秀(APP)、视频换脸(APP)",
    "products-added-unnamed": "2023年4月新增算法使用产品，2023年12月更新算法公示信息",
    "subject-goes-on": "变更内容：主体名称“甲公司”变更为“乙公司”，新增产品投教助手(网站)，“君弘(APP)”变更为“通弘(APP)”",
    "models-are-no-products": "变更内容：新增智谱ChatGLM生成算法，备案材料中新增豆包大模型",
    "purpose": "变更内容：新增产品“门店AI智能大屏(其他)”，变更主要用途 为“应用于门店，提供问答”。",
    "cancelled": "变更内容：算法模型变更\n已注销",
}

# A trailing newline in a number, a blank 序号, a line break between products, a region that is no province (40), a
# remark that is only a newline, headings printed again, a row printed twice, and a number in the wrong column.
ODDITIES = [
    deep_row(
        "网信算备330113105332201240025号\n",
        "老板电器多模态生成算法",
        seq="",
        organization="杭州老板电器股份有限公司",
        products="ROKI智能烹饪(APP)、\n老板电器AI(网站)、老板电器(小程序)",
        purpose="应用于文本图像生成场景，根据用户输入的文本、图像，生成相应的文本、图像内容。",
    ),
    deep_row(
        "网信算备320114586731201240019号",
        "仲帆PreWrite算法",
        seq="",
        organization="南京仲帆数字科技有限公司",
        products="量子喵(网站)",
        purpose="应用于文本生成场景，根据用户输入的论文文本内容，生成论文选题、大纲、内容指导建议等。",
        remark="已注销",
    ),
    deep_row(
        "网信算备110108823483901230065号",
        "豆包企业版大模型算法",
        seq="88",
        role="服务技术支持者",
        products="--",
        purpose="应用于智能写作、智能对话场景，服务于文本对话类企业端客户，使用已授权的文本类信息，通过API提供问答功能。",
        remark="2024年8月，原算法名称云雀大模型算法-企业版变更为豆包企业版大模型算法",
    ),
    DEEP_HEADINGS,
    deep_row(
        "网信算备406301334627601250011号",
        "穗问农业大模型算法",
        seq="483",
        organization="中电科国海信通科技（海南）有限公司",
        products="穗问(小程序)",
        purpose="应用于对话生成场景，根据用户输入的文本、图片，生成相应的文本，主要面向于农业领域。",
        remark="\n",
    ),
    deep_row(
        "网信算备330113105332201240025号",
        "老板电器多模态生成算法",
        seq="5",
        organization="杭州老板电器股份有限公司",
        products="ROKI智能烹饪(APP)、老板电器AI(网站)、老板电器(小程序)",
        purpose="应用于文本图像生成场景，根据用户输入的文本、图像，生成相应的文本、图像内容。",
    ),
    deep_row(name="网信算备110108823483901230031号", number="云雀大模型算法", seq=""),
]

ALGORITHMS = [
    (
        "1",
        "网易传媒信息推送算法",
        "个性化推送类",
        "北京网易传媒有限公司",
        "网易新闻（APP）",
        "应用于通知栏信息推送，通过用户历史点击行为和用户匹配标签为用户推荐可能感兴趣的新闻资讯。",
        "网信算备110101135224302220011号",
        "",
    ),
    (
        "9",
        "美团配送调度决策算法",
        "调度决策类",
        "北京三快科技有限公司",
        "美团（APP、小程序）、美团众包（APP）、美团骑手（APP）",
        "应用于配送场景，计算用户订单的预计送达时间，并为订单匹配骑手。",
        "网信算备1101082242366066220017号",
        "2023年12月新增算法使用产品",
    ),
]

NOTICE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}</title></head><body>
<div class="nav"><a href="/list.pdf">a document outside the text</a></div>
<h1 class="title">{title}</h1>
<span id="pubtime">{published}</span> <span id="source">来源： <a>中国网信网</a></span>
<div class="main-content"><DIV id=BodyLabel>
{body}
<SCRIPT type=text/javascript>var unseen = "<p>not text</p>";</SCRIPT></DIV></div>
<div style='display:none'>Produced By CMS publishdate:{republished}</div></body></html>"""

BATCH_TITLE = "国家互联网信息办公室关于发布第二批深度合成服务算法备案信息的公告"
BATCH_BODY = """<P>　　公布第二批境内深度合成服务算法备案信息，详情可在备案系统查询。</P>
<P>　　见<A href="//www.cac.gov.cn/2023-06/20/c_1688910683316256.htm">第一批</A>。</P>
<P>附件：<A href="/cms/pub/interact/downloadfile.jsp?filepath=a~b/c==&amp;fText=%E6%B8%85%E5%8D%95"
 target="_blank">境内深度合成服务算法备案清单（2023年8月）</A></P>
<P><a href='upload/second.PDF?v=1'></a></P>"""

CHANNEL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>网信发布</title></head><body>
<div class="nav"><ul><li><h5><a href="/" title="not a notice">首页</a></h5></li></ul></div>
<div class="list-box"><div id="loadingInfoPage">
<li><h5><a href=//www.cac.gov.cn/2026-03/12/c_1775050837565188.htm title="{batch}" target="_blank">{cut}...</a></h5>
<div class="times">2026-03-12</div></li>
<li><h5><a href='/2024-11/24/c_1734142904022311.htm' title="​关于开展“清朗”专项行动的通知">关于开展</a></h5>
<div class="times">2024-11-24</div></li>
</div><script type="text/javascript">var pager = {{total:'35', perPage:'20', pageno:1}};</script></div>
</body></html>"""


def cases() -> dict[str, bytes]:
    """Each input file by its place, folder and name."""
    algorithms = make_deep_docx(
        ALGORITHMS, headings=ALGORITHM_HEADINGS, title="境内互联网信息服务算法备案清单（2022年8月）"
    )
    batch_page = {"title": BATCH_TITLE, "body": BATCH_BODY, "published": "2023年09月01日 17:00"}
    sixteenth = "国家互联网信息办公室关于发布第十六批深度合成服务算法备案信息的公告"
    return {
        "deep_synthesis/first-batch.docx": make_deep_docx(
            FIRST_BATCH,
            title="境内深度合成服务算法备案清单（2023年6月）",
            saved=datetime(2024, 1, 5, 7, 3, 25, tzinfo=UTC),
        ),
        "deep_synthesis/oddities.docx": make_deep_docx(ODDITIES, title="清单", saved=None),
        "algorithm/algorithms.docx": algorithms,
        "algorithm_list/algorithms.docx": algorithms,
        "notice/batch.html": NOTICE.format(
            charset="utf-8", republished="2026/03/12 16:26:42", **batch_page
        ).encode(),
        # 㙍 is a character of GB18030 that GB2312 has not.
        "notice/labelled-gb2312.html": NOTICE.format(
            charset="gb2312", title="一个通知", body="<p>深圳㙍科技有限公司</p>", published="2023年9月1日 9:05",
            republished="2023/09/01",
        ).encode("gb18030"),
        "channel_html/index.html": CHANNEL.format(batch=sixteenth, cut=sixteenth[:28]).encode(),
        "channel_json/page.json": json.dumps(
            {
                "list": [
                    {"topic": sixteenth, "infourl": "//www.cac.gov.cn/2026-03/12/c_1775050837565188.htm",
                     "pubtime": "2026-03-12 17:00:00.0", "coverurl": ""},
                    {"topic": "\u200b关于开展“清朗”专项行动的通知 ", "infourl": "/2024-11/24/c_1734142904022311.htm",
                     "pubtime": "2024-11-24 15:00:00.0"},
                ],
                "totalRec": 35,
            },
            ensure_ascii=False,
        ).encode(),
        **{f"remark/{name}.txt": text.encode() for name, text in REMARKS.items()},
        **generative.cases(),
        **{f"feed/{name}": content for name, content in news.feeds().items()},
        **{f"article/{name}": content for name, content in news.articles().items()},
    }  # fmt: skip


if __name__ == "__main__":
    for place, content in cases().items():
        path = FOLDER / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
