# The window around the list: its head, its foot, and the first start.
# The file `native.ftl` beside this one belongs to the tray and the notifications; the page does not read it.

-brand = Keyreve

window-title = { -brand }
window-add-account = 添加账号
window-add-account-hint = 添加账号（Ctrl+N）
window-more = 更多

welcome-title = 所有 Cloudreve 账号，一处管理
welcome-what = { -brand } 可以登录任意多台服务器上的账号，并保持登录状态。
welcome-promise = 退出登录时，它会确保会话真正结束。

list-count = { $accounts } 个账号 · { $sites } 个站点

keyring-unknown = { $name }
keyring-ready = { $name }，已解锁
keyring-locked = { $name }，已锁定
keyring-missing = 没有密钥环
keyring-failed = { $name }，无响应
keyring-label = 密钥环：
keyring-name-unknown = 密钥环

keyring-bar-locked = { $name } 已锁定。
    .do = 解锁后，{ -brand } 才能为会话续期和退出登录。
keyring-bar-missing = 这台电脑上没有运行密钥环。
    .do = { -brand } 不会把会话保存在别处。请启动一个密钥环程序，例如 GNOME Keyring 或 KeePassXC，然后重试。
keyring-bar-failed = { $name } 没有响应。
    .do = 在它恢复响应之前，会话保持原样。请重试，或注销并重新登录桌面。

registry-label = 账号列表
registry-bar-read-only = 无法写入账号列表：文件是只读的。
    .do = 会话仍保存在密钥环中。请将该文件及其文件夹设为可写，{ -brand } 会自动重试。
registry-bar-disk-full = 磁盘已满，无法写入账号列表。
    .do = 会话仍保存在密钥环中。请腾出一些空间，{ -brand } 会自动重试。
registry-bar-failed = 未能写入账号列表。
    .do = 会话仍保存在密钥环中。{ -brand } 会自动重试；如果一直如此，请检查磁盘。
folder-show = 显示文件夹
folder-not-shown = 无法显示文件夹。
    .do = 请检查这台电脑是否有文件管理器。

# What happened while nobody could be told. It stays until it is closed.
notices-label = 提醒
notices-more = 还有 { $count } 条。
notices-all = 全部显示
notice-when = { $time }
    .exact = { $time }
notice-sign-in-cut-off = 在 { $host } 的一次登录已中断，没有收到响应。
    .do = 服务器上可能留下了一个 { -brand } 无法管理的会话。在站点的安全设置页面更改密码可以结束它。
notice-registry-set-aside = 账号列表已损坏。
    .do = 原文件保留为 { $file }，账号会从密钥环恢复。备注名和顺序可能已丢失。

# The program cannot work at all; this stands instead of the list.
start-newer-version = 需要更新版本的 { -brand }
    .do = 账号列表是由更新版本的 { -brand } 写入的。请安装该版本或更新的版本。没有任何改动。
start-in-use = { -brand } 已在运行
    .process = { -brand } 已在运行（进程 { $process }）
    .do = 另一个 { -brand } 正在使用账号列表，同一时间只能有一个使用它。请在那个窗口中继续，或将其退出后重新启动 { -brand }。没有任何改动。
start-cannot-open = 无法打开账号列表
    .do = 请检查所在磁盘是否可用，以及该文件及其文件夹是否归你所有，然后重新启动 { -brand }。没有任何改动。
start-file = 文件
start-process = 进程
start-system = 系统的说明
start-quit = 退出

action-unlock = 解锁
action-try-again = 重试
action-cancel = 取消
action-back = 返回
action-dismiss = 知道了
action-close = 关闭
action-copy = 复制
action-details = 详情

# Under a field that has to be filled in, after its label.
field-missing = 尚未填写：{ $field }

# Between two sentences that follow each other.
sentence-gap = {""}

time-now = 刚刚
time-soon = 马上
time-span-short = 不到一分钟

news-registry-ready = 账号列表已可正常写入。
news-copied = 已复制。
news-copy-failed = 未能复制，请手动选择文本。
