# One account: its row, its states, its menu, and the questions that are asked before something final.
# Spaces around names stand here as around Latin words; where a name is Chinese, `sentences.ts` takes them out.

site-plain-http = 未加密
    .exact = 与此站点之间使用未加密的 http 连接，同一网络中的其他人可以看到传输的内容。
site-pro = Pro
site-other = 此地址上运行的是另一套 Cloudreve。
    .do = 在你确认无误之前，这里的会话都不会续期。
    .accept = 确认无误

row-open = { $name }，{ $email }
row-label = ({ $label })
row-menu = { $name } 的更多操作
row-no-email = 邮箱未知

storage-used = { $used } / { $total }
    .label = 已用空间

state-active = 已登录
    .detail = 有效期至 { $time }
    .exact = 会话将于 { $time } 到期；只要在此之前运行 { -brand }，就会自动续期。
state-renewing = 正在续期
state-offline = 已登录
    .detail = 无法连接服务器（{ $time }）
    .exact = 自 { $time } 起无法连接服务器，登录状态仍然保留。
state-expired = 需要重新登录
    .detail = 会话已过期
    .exact = 会话已过期（{ $time } 发现）。
state-refused = 需要重新登录
    .detail = 被服务器拒绝
    .exact = 服务器于 { $time } 拒绝了此会话。可能是密码已更改，也可能是访问权限被收回，服务器没有说明原因。
state-entry-missing = 需要重新登录
    .detail = 密钥环中已没有此会话
    .exact = 密钥环中没有此会话的条目（{ $time } 发现）。
state-entry-damaged = 需要重新登录
    .detail = 被其他程序改动过
    .exact = 密钥环中此会话的条目与 { -brand } 写入的不一致，已被其他程序改动（{ $time } 发现）。
state-locked = 密钥环已锁定
    .detail = 会话保存在其中
state-no-keyring = 没有密钥环
state-keyring-silent = 密钥环无响应
state-signing-out = 正在退出登录…
state-asking-server = 正在联系服务器
state-asking-keyring = 正在访问密钥环
state-next-server = { $time } 再次联系服务器
    .exact = 服务器尚未确认退出登录，将于 { $time } 重试。
state-next-keyring = 正在等待密钥环
    .exact = 正在等待密钥环，将于 { $time } 重试。
state-signed-out = 已退出登录
    .confirmed = { $time } 已确认
    .accepted = { $time } 已接受，未能核实
    .expired = 会话已过期
    .forgotten = 未确认，有效期至 { $time }
    .unknown = { $time } 起
    .confirmed-exact = 服务器于 { $time } 确认会话已结束。
    .accepted-exact = 服务器于 { $time } 接受了退出登录的请求，但未能核实是否已生效。
    .expired-exact = 会话已过期（{ $time } 发现）。
    .forgotten-exact = 服务器没有确认，会话在 { $time } 之前可能一直有效。
    .unknown-exact = 已于 { $time } 退出登录。

# Why the server of an account is away, behind the details of its row. What the state says already ("server unreachable") is not said again.
away-elsewhere = 另一个地址
away-redirected = 站点已跳转到 { $other }。如果站点已搬迁，请用新地址重新添加。
away-tls = { $host } 的证书不可信，因此没有向它发送任何内容。请联系站点管理员。
away-timed-out = 30 秒内没有响应。{ -brand } 会自动重试。
away-server-trouble = 服务器或它前面的代理出现故障。{ -brand } 会自动重试。
away-not-cloudreve = { $host } 上运行的不是 Cloudreve。如果所在网络需要先登录认证，也会出现这种情况：请在浏览器中随便打开一个网页。
away-cloudreve-v3 = 站点现在运行的是 Cloudreve 第 3 版，{ -brand } 需要第 4 版。
away-no-sense = { $host } 返回的内容无法识别。如果一直如此，请告知站点管理员。

act-sign-out = 退出登录
    .named = 退出登录：{ $name }
act-sign-in = 登录
    .named = 登录 { $name }
act-try-now = 立即重试
    .named = 立即重试：{ $name }
act-unlock = 解锁
    .named = 为 { $name } 解锁密钥环

menu-open-site = 打开站点
menu-renew = 立即续期
menu-sign-out = 退出登录
menu-remove = 移除…
menu-forget = 仍要忘记…

ask-sign-out = 退出 { $name } 的登录？
    .text = { $site } 上的会话会在服务器上结束，并从这台电脑清除。
    .yes = 退出登录
ask-remove = 移除 { $name }？
    .text = { -brand } 会先退出 { $site } 的登录，然后把账号移出列表。服务器上的文件不受影响。
    .text-signed-out = { $site } 上的这个账号会移出列表。服务器上的文件不受影响。
    .yes = 移除
ask-forget = 忘记这次退出登录？
    .text = { $name } 在 { $site } 上的会话会从这台电脑清除，也不再联系服务器。服务器尚未确认退出登录，会话到期之前可能一直有效。
    .remedy = 在站点上更改密码可以确保会话结束。
    .yes = 仍要忘记

ask-accept = { $host } 上的这套 Cloudreve 是你要用的吗？
    .text = 确认后，{ -brand } 会恢复在那里为会话续期，以现在运行的这一套为准。
    .former = 以前添加的账号属于原来那一套；如果站点是重新安装的，这些账号需要重新登录。
    .remedy = 如果这一变动出乎意料，请先咨询站点管理员。
    .yes = 确认无误

unfinished-title = 未完成的退出登录
    .text = 这些会话已不在列表中，但服务器还没有确认它们已经结束。
unfinished-who = { $name } · { $site }
unfinished-removed = 账号已移除
unfinished-replaced = 以前的会话，已被新的登录取代
unfinished-wrong-person = 别人的会话
unfinished-not-saved = 未能存入密钥环的新会话
unfinished-cancelled = 未能及时取消的登录
unfinished-recovered = 在密钥环中找到的会话
unfinished-imported = Cloudreve 官方桌面客户端的会话
