# 单个账号的页面，以及用户自己起的备注名。

details-title = 账号
details-gone = { $name } 已从列表中移除。
details-gone-unfinished = { $name } 已从列表中移除。退出登录尚未完成，可在“未完成的退出登录”中查看。

details-label = 备注名
    .none = 无
label-give = 添加备注名…
label-change = 更改…
label-name = { $name } 的备注名
    .hint = 便于区分账号的名称。留空则不使用备注名。
label-keep = 保存
label-kept = 备注名已改为 { $label }。
label-taken-away = 备注名已删除。
menu-rename = 重命名…

details-session = 会话
details-signed-in = 登录方式
details-by-password = 密码
    .at = 密码，{ $time }
details-by-browser = 浏览器
    .at = 浏览器，{ $time }
details-renewed = 上次续期
details-until = 有效期至
    .unless = { $time }，{ -brand } 会在此之前续期
details-kept = 保存位置
    .keyring = { $keyring }；账号列表中不含任何机密信息
    .nowhere = 无，会话已结束
details-may = 权限
    .all = 账号的全部权限（使用密码登录）
    .granted = 在浏览器中授予的权限
details-time = { $exact }（{ $relative }）

details-account = 账号
details-name = 名称
details-email = 邮箱
details-user-id = 用户 ID

details-site = 站点
details-site-title = 标题
details-address = 地址
details-version = 版本
details-connection = 连接
    .encrypted = 已加密

details-problem = 上次的问题

details-stolen = 怀疑会话被盗用？
    .password = 请在站点上更改密码。更改后，该账号在此站点上的所有会话都会彻底失效，包括这一个。
    .granted = 在已授权应用页面，可以撤销在浏览器中授予 { -brand } 的权限。
details-open-security = 打开密码页面
details-open-granted = 打开已授权应用
