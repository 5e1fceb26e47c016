# The program as a whole: signing out of all accounts, closing the window, and what can be chosen.

tray-label = 托盘
tray-missing = 此桌面没有托盘。
    .do = 关闭窗口会退出 { -brand }。

all-ask = 退出 { $accounts } 个账号？
    .text = { $sites } 个站点上的所有会话会在服务器上结束，并从这台电脑清除。
    .more = 另外 { $more } 个
    .yes = 全部退出登录
all-nobody = 没有已登录的账号。
all-ended = { $accounts } 个账号已全部退出登录。
all-some-ended = { $accounts } 个账号中有 { $ended } 个已退出登录。其余的 { -brand } 会继续尝试，情况见列表。
all-pages = 还有 { $pages } 个单点登录要在浏览器中完成退出，详见列表中的相应账号。

hiding-ask = { -brand } 会留在托盘中
    .text = 关闭窗口只是将它隐藏，会话仍会续期，退出登录也会继续完成。通过托盘图标可以重新打开窗口。
    .settings = 此说明只显示一次。关闭窗口时的行为可以在设置中更改。
    .yes = 退出程序
    .no = 继续运行
quitting-ask = 退出 { -brand }？
    .text = 此桌面没有托盘，因此关闭窗口会退出 { -brand }。
    .stay = 账号仍保持登录，但在再次运行之前，会话不会续期。
    .sign-out = 按照设置，届时会有 { $accounts } 个账号退出登录。
    .yes = 退出
    .no = 继续运行

menu-sign-out-of-all = 全部退出登录…

settings-title = 设置
    .hint = 设置（Ctrl+逗号）

closing-title = 关闭窗口时
    .no-tray = 此桌面没有托盘，因此关闭窗口会退出程序。这里的选择在有托盘的桌面上生效。
closing-hides = { -brand } 留在托盘中
closing-quits = 退出 { -brand }

background-title = 后台
login-start = 登录桌面时自动启动
    .hint = 在后台运行，不显示窗口，以保持会话有效。
notifications-show = 显示通知
    .hint = 在账号退出登录或需要处理时通知。
    .nowhere = 此桌面目前无法显示通知。

automatic-title = 自动退出登录
    .text = 与手动退出登录同样可靠：会通知服务器，并清除密钥环中的会话。
automatic-quit = { -brand } 退出时
    .hint = 注销和关机时也一样，前提是桌面会发出通知。
automatic-lock = 屏幕锁定时
    .unavailable = 此桌面无法提供锁屏状态。
automatic-idle = 电脑空闲时
    .unavailable = 此桌面无法提供空闲时长。
automatic-minutes = 空闲时长（分钟）
    .wrong = 请输入 { $least } 到 { $most } 的整数。在此之前仍为 { $minutes } 分钟。
automatic-whom = 范围
automatic-everybody = 所有账号，包括以后添加的
automatic-only = 仅限这些账号
automatic-accounts = 账号
automatic-nobody = 未选择账号，因此不会退出任何账号。

help-title = 帮助
help-logs = 显示日志文件夹
help-diagnostics = 复制诊断信息
    .label = 诊断信息
    .text = 请先阅读，再复制。其中没有任何机密内容。

uninstall-title = 卸载
    .text = 先结束所有会话，避免卸载 { -brand } 后在服务器上留下会话。
uninstall-prepare = 准备卸载…
uninstall-ask = 准备卸载 { -brand }？
    .text = { $accounts ->
    [0] 没有已登录的账号。
   *[other] { $sites } 个站点上的 { $accounts } 个账号会全部退出登录：会话会在服务器上结束，并从这台电脑清除。
}
    .login = { -brand } 将不再自动启动。
    .yes = 开始准备
uninstall-safe = 所有会话均已结束，现在可以放心卸载 { -brand }。
uninstall-not-yet = 还有 { $left } 个退出登录未完成。完成之前，请保留 { -brand } 并让它继续运行。
uninstall-list = 查看列表
