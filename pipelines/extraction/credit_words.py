"""The words that Chinese, Japanese and Korean credits are made of: labels by role, and labels that end a credit."""

from __future__ import annotations


def _by_label(roles: dict[str, str]) -> dict[str, str]:
    return {label: role for role, labels in roles.items() for label in labels.split()}


# With a colon these mean a person (or desk) in that role.
PERSON_LABELS = _by_label(
    {
        "responsible_editor": "责任编辑 责编 責任編輯 責編 责任编审 本文责编 本期责编 值班编委",
        "editor": (
            "编辑 編輯 本文编辑 网络编辑 網絡編輯 值班编辑 值班編輯 新媒体编辑 执行编辑 文字编辑 版面编辑 实习编辑 "
            "见习编辑 主编 主編 编审 编校 微信编辑 网站编辑 英文编辑 視覺編輯 视觉编辑 편집 編集 編集者 文编 "
            "核稿編輯"
        ),
        "proofreader": "校对 校對 校审 校 一校 二校 三校 校验",
        "photographer": "摄影 攝影 摄 攝 图 圖 图片 圖片 摄像 摄影报道 图片摄影 供图 摄影记者 攝影記者 撮影 写真",
        "translator": "翻译 翻譯 译者 譯者 编译 編譯 译 譯 翻訳 訳",
        "reporter": (
            "记者 記者 本报记者 见习记者 見習記者 实习记者 實習記者 采访 採訪 采访人员 采写记者 文字记者 首席记者 "
            "特约记者 采写 採寫 采编 報道 报道记者 采访记者 采写整理 기자 취재 采访报道 撰文记者"
        ),
        "author": (
            "作者 文章作者 原文作者 原作者 撰文 撰稿 撰稿人 特约撰稿 执笔 執筆 主笔 主筆 署名 著者 筆者 글 "
            "글쓴이 작성자 文 文字 图文 圖文 文图 文/图 图/文 文、图 图、文 文章 评论员 口述 本文作者 文案"
        ),
        "correspondent": "通讯员 通訊員 特派员 特派員 特约通讯员 本网通讯员",
        "intern": "实习生 實習生",
        "contributor": (
            "图片编辑 圖片編輯 美术编辑 视频编辑 整理 策划 制图 製圖 设计 监制 監製 审核 審核 统筹 初审 复审 终审 审校 审稿 编导 剪辑 素材 "
            "一审 二审 三审 审签 审定 签发 终校 总监制 总策划 值班主任 值班总编 值班领导 出品 出品人 运营 视觉 版式 美编 海报 "
            "拍摄 视频拍摄 后期 供稿"
        ),
    }
)
SOURCE_LABELS = (
    "来源 來源 信息来源 信息來源 消息来源 文章来源 文章來源 稿件来源 新闻来源 新聞來源 资讯来源 本文来源 "
    "内容来源 原文来源 稿源 来源于 来源自 转自 轉自 转载自 轉載自 本文转自 本文转载自 原载 原載 出处 出處 "
    "文章出处 来自 供稿单位 发布机构 发稿单位 发布单位 稿件来源于 来源单位 媒体来源 媒體來源 출처 자료제공 "
    "情報源 出典 配信元 配信 제공 原发 首发"
).split()
# They say something else and end the value before them. Picture sources are among them: they are not the article's.
NEUTRAL_LABELS = (
    "发布时间 發佈時間 发表时间 时间 時間 日期 发布日期 發布日期 发稿时间 更新时间 最后更新 更新日期 更新 "
    "发布 发布于 發表於 浏览次数 浏览 瀏覽 点击 点击数 点击量 阅读 阅读量 阅读次数 访问量 访问次数 人气 "
    "次数 评论 評論 热度 查看 围观 字号 字号选择 字体 字體 字体大小 字級 大小 分享 分享到 打印 收藏 "
    "所属分类 分类 類別 栏目 所属栏目 标签 關鍵字 关键词 原标题 标题 文章标题 责任 转载 版权 主管单位 "
    "索引号 文号 浏览量 视力保护色 阅读数 主题词 发文机关 成文日期 归类 专题 题图来自 头图来自 图片来自 图片来源 圖片來源 图源 "
    "图片出处 资料来源 資料來源 数据来源 数据来源于 視頻來源 视频来源 题图来源 封面图源 首图来源 音频来源 "
    "本文链接 链接 文章链接 原文链接 地址 网址 电话 邮箱 投稿邮箱 微信 微信号 公众号 ID 入力 입력 수정 "
    "승인 댓글 기사입력"
).split()
# Written with a slash or a bar before the names.
SLASH_LABELS = _by_label(
    {
        "author": "文 撰文 作者 撰稿 执笔 執筆 文字 图文 圖文 文、图 文图 主笔 文并图 文/图 图/文",
        "reporter": "记者 記者 采写 采访 本报记者 采访撰文",
        "photographer": "图 圖 摄影 攝影 摄 图片 照片 供图",
        "editor": "编辑 編輯 编 主编",
        "responsible_editor": "责编 责任编辑 責任編輯 責編",
        "translator": "翻译 翻譯 编译 編譯 译 譯",
        "proofreader": "校对 校對",
        "correspondent": "通讯员 通訊員",
        "intern": "实习生 實習生",
        "contributor": (
            "制图 设计 策划 整理 审核 监制 剪辑 一审 二审 三审 初审 复审 终审 审校 审签 总监制 总策划 统筹 出品 运营 视觉 美编 版式 后期"
        ),
    }
)
# Strong enough to be read without a colon when names follow.
JOINED_LABELS = _by_label(
    {
        "responsible_editor": "责任编辑 责编 責任編輯 責編",
        "editor": "编辑 編輯 主编 实习编辑 值班编辑",
        "proofreader": "校对 校對",
        "photographer": "摄影 攝影 摄影记者 攝影記者",
        "translator": "翻译 翻譯 编译 編譯",
        "reporter": "记者 記者 见习记者 見習記者 实习记者 實習記者 采写 采访",
        "author": "作者 撰文 撰稿 评论员 撰稿人",
        "correspondent": "通讯员 通訊員 特派员 特派員",
        "intern": "实习生 實習生",
        "contributor": "制图 策划 监制 审核 统筹 审校 视觉 美编 一审 二审 三审",
    }
)
