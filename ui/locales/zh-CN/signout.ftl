# A sign-out as its three results, and what is read aloud about it.

result-label = { $name } 退出登录的结果
result-computer = 这台电脑
result-server = 服务器
result-single-sign-on = 单点登录

computer-erased = 已从密钥环清除
computer-kept = 仅为完成退出登录而保留在密钥环中
computer-waiting = 正在等待密钥环

server-asking = 正在等待响应
server-confirmed = { $time } 已确认
    .exact = 已于 { $time } 确认
server-accepted = { $time } 已接受，但未能核实
    .exact = 已于 { $time } 接受，但未能核实
server-unreachable = 无法连接，{ $time } 重试
    .exact = 无法连接，将于 { $time } 重试
server-unreachable-now = 无法连接，正在重试
server-not-recognised = 无法识别此会话，{ $time } 重试
    .exact = 无法识别此会话，将于 { $time } 重试
server-not-recognised-now = 无法识别此会话，正在重试
server-other-installation = 此地址上已不是创建此会话的服务器，{ $time } 重试
    .exact = 此地址上已不是创建此会话的服务器，将于 { $time } 重试
server-other-installation-now = 此地址上已不是创建此会话的服务器，正在重试
server-expired = 会话此前已过期
server-forgotten = 未确认，会话可能到 { $time } 才失效
    .exact = 未确认，会话可能到 { $time } 才失效

sso-unknown = 待服务器响应后确定
sso-none = 无
sso-opened = 已打开 { $host } 的页面，请在那里完成
sso-could-not-be-opened = 浏览器未能启动，{ $host } 的页面仍待打开
sso-waiting-for-you = 仍需在 { $host } 完成
sso-not-kept = 未结束，其页面也未能保存到密钥环；请在浏览器中退出 { $host } 的登录
sso-rejected = 站点提供的 { $host } 地址不安全，未打开
sso-rejected-nameless = 站点提供的不是有效地址，未打开
sso-finish = 在 { $host } 完成

browser-may-be-signed-in = 浏览器中可能仍登录着此站点。

news-signed-in = { $name } 已登录。
news-replaced = { $name } 已在列表中，现在有了新的会话。以前的会话正在退出登录。
news-signing-out = 正在退出 { $name } 的登录。
news-signed-out-confirmed = { $name } 已退出登录，服务器已确认。
news-signed-out-accepted = { $name } 已退出登录，服务器已接受，但未能核实。
news-signed-out-expired = { $name } 已退出登录，会话此前已过期。
news-signed-out-forgotten = { $name } 的退出登录未得到确认。
news-sign-out-waits = { $name } 的退出登录尚未完成，{ -brand } 会继续尝试。
news-sign-in-again = { $name } 需要重新登录。
