# The debugging token: a tool, and no account.

token-title = 调试令牌
token-what = 用站点的主密钥生成访问令牌，无需登录即可测试站点的 API。
token-warning = 持有主密钥即可访问该站点的所有账号。请只用于自己的测试站点，不要把密钥或令牌交给任何人。
token-key = 主密钥
    .hint = 站点数据库 settings 表中 secret_key 的值。只使用这一次，不会保存。
token-user = 用户 ID
    .hint = 即站点用户设置中显示的 UID。
token-lifetime = 有效期
    .own = 其他
    .minutes = 分钟数
    .wrong = 请输入 { $least } 到 { $most } 之间的整数。
token-minutes = { $count } 分钟
token-hours = { $count } 小时
token-make = 生成令牌
token-made = 令牌已生成，无法退出登录。
token-ends = 无法退出登录，{ $time } 失效。
    .exact = 此令牌无法退出登录，将于 { $time } 失效。
token-ended-at = 已于 { $time } 失效。
    .exact = 此令牌已于 { $time } 失效。
token-ended = 调试令牌已失效。
token-copied = 已复制。60 秒后如仍在剪贴板中，将自动清除。
token-drop = 丢弃
token-dropped = { -brand } 不再持有此令牌，但它在到期前仍然有效。
