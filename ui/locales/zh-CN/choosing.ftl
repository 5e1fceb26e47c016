# What is chosen about the window itself (its language, its look, its questions), and the folded tools.

choosing-look = 语言与外观
choosing-language = 语言
choosing-theme = 主题
choosing-system = 跟随系统
# Each language in itself, in every file the same.
choosing-language-en = English
choosing-language-zh = 简体中文
choosing-theme-light = 浅色
choosing-theme-dark = 深色

asking-title = 询问
asking-sign-out = 退出单个账号的登录前先询问
    .hint = 退出所有账号的登录前始终会询问。
asking-again = 重新询问只问过一次的问题
    .text = 关闭窗口会怎样，只在第一次时询问。
    .will = 下次关闭窗口时会再次询问。

advanced-title = 高级
