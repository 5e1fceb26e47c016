# Signing in: captcha, two-step code, addresses that are offered, and a site that is here under another address.

offer-clipboard = 使用剪贴板中的 { $address }
    .no = 不使用剪贴板中的地址
offer-former = 在 { $host } 再添加一个账号

same-site = 此站点已添加，地址为 { $host }
    .ask = { $here } 与它是同一套 Cloudreve。要登录的账号是否已在其中？
    .yes = 是，在 { $host } 登录
    .no = 不是，这是另一个账号
    .else = 另一个账号会单独列在 { $here } 下。

password-capitals = 大写锁定已开启

captcha-group = 验证码
captcha-picture = 一张含有字符的图片。如果看不到图片，可以在浏览器中登录 { $host }，或请站点管理员关闭图片验证码。
captcha-letters = 图片中的字符
    .hint = 如果图片中是算式，请输入计算结果。
captcha-reload = 换一张
captcha-enlarge = 放大
captcha-loading = 正在获取图片…
captcha-none = 没有图片
captcha-unreadable = 看不清？可以换一张，也可以在浏览器中登录该站点。
captcha-closed = 用密码登录 { $host } 需要验证码（{ $kind }），它只能在浏览器中显示。
    .do = 请在浏览器中使用该站点，或请站点管理员改用 { -brand } 可以显示的图片验证码。
captcha-tencent = 腾讯验证码
captcha-other = { -brand } 不支持的类型

code-wanted = { $email } 的密码正确。此账号还需要两步验证码。
code-label = 两步验证码
    .hint = 手机验证器应用中显示的六位数字。
    .missing = 请输入完整的六位数字。
code-checking = 正在验证…
code-lost = 无法再使用验证器应用？请联系站点管理员。
