# 一次退出多个账号：退出某个站点的所有账号，以及之后的进度页面。

menu-sign-out-site = 退出此站点的所有账号…
ask-site = 退出 { $site } 上的 { $accounts } 个账号？
    .text = 会话将在服务器上结束，并从这台电脑中清除。
    .yes = 退出 { $accounts } 个账号

progress-title = 正在退出登录
progress-count = 已完成 { $finished } 个，共 { $accounts } 个
progress-goes-on = 所有退出操作都已记录在这台电脑上。停止等待或关闭窗口后，它们仍会自动继续。
progress-left = { -brand } 会自动完成其余的退出操作，关闭窗口也不受影响。
progress-nothing-left = 已全部完成，无需其他操作。
progress-pages = 还有 { $pages } 个单点登录需要在浏览器中完成退出。
progress-stop = 停止等待
progress-accounts = 正在退出的账号
progress-line = { $what }：
