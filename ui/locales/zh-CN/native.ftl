# 托盘与通知。页面不读取此文件。

-brand = Keyreve

## 托盘

# 用文字说明图标，供会显示它的桌面使用。
tray-look-fine = { -brand }
tray-look-needs-you = { -brand }：有事项需要处理
tray-look-signing-out = { -brand }：正在退出登录…

# 需要处理的事项排在最前。
tray-unlock = 解锁密钥环…
tray-keyring-missing = 没有正在运行的密钥环…
tray-keyring-failed = 密钥环没有响应…
tray-sign-in-again-for = 重新登录：{ $who }…
tray-sign-in-again-several = 重新登录（{ $count }）
tray-finish = 在 { $host } 完成退出…
tray-finish-for = 在 { $host } 完成退出：{ $who }…
tray-finish-several = 完成退出登录（{ $count }）
tray-other-installation = { $host } 上现在是另一套 Cloudreve…
tray-list-not-kept = 无法写入账号列表…
tray-notices = 有 { $count } 条提示…

# 单个账号。
tray-who = { $name } · { $site }
tray-told-apart = { $name } ({ $by })
tray-open-site = 在浏览器中打开
tray-sign-out = 退出登录
tray-sign-in = 登录…
tray-sign-in-again = 重新登录…
tray-try-now = 立即重试

# 账号的状态（普通的已登录状态除外）。
tray-state-offline = 已登录 · 服务器无法连接
tray-state-expired = 会话已过期
tray-state-refused = 被服务器拒绝
tray-state-entry-missing = 密钥环中已没有此会话
tray-state-entry-damaged = 密钥环中的条目被改动过
tray-state-locked = 密钥环已锁定
tray-state-no-keyring = 没有密钥环
tray-state-keyring-silent = 密钥环没有响应
tray-state-waiting-for-server = 正在退出登录… 等待服务器
tray-state-waiting-for-keyring = 正在退出登录… 等待密钥环
tray-state-signed-out = 已退出登录
tray-state-not-confirmed = 已退出登录，未确认

tray-unfinished = 未完成的退出登录
tray-try-now-for = 立即重试：{ $who }
tray-sign-out-of-all = 退出所有账号…
tray-add-account = 添加账号…
tray-show = 显示 { -brand }
tray-quit = 退出

tray-confirm-title = 退出所有账号

## 通知：一个标题、一两行文字、至多一个按钮

notify-show = 显示
notify-sign-in = 登录
notify-finish = 在 { $host } 完成退出
notify-finish-why = { $name } · { $site } 的单点登录会话在浏览器中仍未结束。
notify-who = { $name } · { $site }
notify-more = 另有 { $count } 个

notify-signed-out = 已退出登录：{ $name } · { $site }
notify-signing-out = 正在退出登录：{ $name } · { $site }

notify-computer-erased = 已从本机清除。
notify-computer-kept = 仅为完成退出而暂留在密钥环中。
notify-computer-waits = 正在等待密钥环。

notify-server-asking = 正在等待服务器。
notify-server-confirmed = 服务器已确认。
notify-server-accepted = 服务器已接受，但无法核实。
notify-server-unreachable = 服务器无法连接，{ -brand } 会继续尝试。
notify-server-not-recognised = 服务器无法识别此会话，{ -brand } 会继续尝试。
notify-server-other-installation = 此地址上现在是另一套 Cloudreve，{ -brand } 会继续尝试。
notify-server-expired = 会话此前已过期。
notify-server-forgotten = 服务器未确认。

notify-sso-none = 单点登录：无。
notify-sso-opened = 单点登录：请在浏览器中于 { $host } 完成退出。
notify-sso-not-opened = 单点登录：浏览器未能启动，仍需在 { $host } 完成退出。
notify-sso-waits = 单点登录：仍需在 { $host } 完成退出。
notify-sso-not-kept = 单点登录：尚未结束，请在浏览器中于 { $host } 退出登录。
notify-sso-rejected = 单点登录：站点给出的地址不安全，未打开。

notify-signed-out-of-several = { $count ->
    [0] 没有需要退出的账号
   *[other] 已退出 { $count } 个账号
}
notify-signing-out-of-several = 正在退出 { $count } 个账号
notify-several-confirmed = { $count } 个已由服务器确认。
notify-several-unconfirmed = { $count } 个未确认。
notify-several-unfinished = { $count } 个尚未完成，{ -brand } 会继续尝试。
notify-several-nothing = { $count } 个没有需要退出的会话。
notify-several-pages = 还有 { $count } 个单点登录页面待打开。

notify-sign-in-again = 请重新登录：{ $name } · { $site }
notify-several-sign-in-again = { $count } 个账号需要重新登录
notify-sign-in-expired = 会话已过期。
notify-sign-in-refused = 服务器拒绝了此会话，未说明原因：密码可能已更改，或访问权限已被收回。
notify-sign-in-entry-missing = 密钥环中已没有此会话的条目。
notify-sign-in-entry-damaged = 密钥环中此会话的条目被其他程序改动过。

notify-ends-in-days = { $name } · { $site }：会话将在 { $count } 天后结束
notify-ends-in-hours = { $count ->
    [0] { $name } · { $site }：会话将在一小时内结束
   *[other] { $name } · { $site }：会话将在 { $count } 小时后结束
}
notify-ends-unless = 除非 { $host } 在此之前恢复响应。之后需要重新登录。
notify-several-end-soon = { $count } 个会话即将结束
