# What is chosen about the window itself (its language, its look, its questions), and the folded tools.

choosing-look = Language and look
choosing-language = Language
choosing-theme = Theme
choosing-system = As the system
# Each language in itself, in every file the same.
choosing-language-en = English
choosing-language-zh = 简体中文
choosing-theme-light = Light
choosing-theme-dark = Dark

asking-title = Questions
asking-sign-out = Ask before signing out of an account
    .hint = Signing out of all accounts is always asked about.
asking-again = Ask again what was asked once
    .text = What closing the window does is asked about only the first time.
    .will = What closing the window does is asked about the next time.

advanced-title = Advanced
