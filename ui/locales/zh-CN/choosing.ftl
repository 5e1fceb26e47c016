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

asking-title = 确认与提示
asking-sign-out = 退出单个账号前先确认
    .hint = 退出所有账号前始终会确认。
asking-again = 重新显示一次性提示
    .text = 关闭窗口时的提示只在第一次显示。
    .will = 下次关闭窗口时会再次提示。

advanced-title = 高级
