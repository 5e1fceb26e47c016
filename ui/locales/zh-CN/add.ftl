# Adding an account, and signing in again.

add-title = 添加账号
again-title = 重新登录

address-label = 站点地址
address-hint = 例如 cloud.example.com，也可以粘贴从浏览器复制的链接。
address-continue = 继续
address-asking = 正在连接站点…

plain-http-ask = 以不加密的方式使用 { $host }？
    .text = 连接使用未加密的 http，同一网络中的其他人可以看到密码和文件。只有信任从这台电脑到服务器的整个网络时，才应继续。
    .yes = 不加密使用
    .no = 修改地址
redirect-use = 使用 { $other }

card-version-open = Cloudreve { $version }
card-version-pro = Cloudreve Pro { $version }
card-version-unknown = Cloudreve
card-known-as = 这似乎就是列表中已有的 { $host }。在这里添加的账号会单独列出。
card-other-installation = 这里运行的已不是当初添加此站点账号时的那一套 Cloudreve。登录即表示确认现在这一套无误。
card-terms = 使用条款
card-privacy = 隐私政策

password-email = 邮箱
password-password = 密码
password-show = 显示密码
password-hide = 隐藏密码
password-sign-in = 登录
password-signing-in = 正在登录…
password-forgot = 忘记密码？
password-sign-up = 还没有账号？
password-page = 打开安全设置页面
