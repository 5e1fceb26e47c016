# What Cloudreve's own desktop client keeps on this computer.

import-title = Cloudreve 桌面客户端
import-offer = Cloudreve 桌面客户端在这台电脑上用明文文件保存了 { $count } 个账号的登录信息。
import-what = 该客户端用明文文件保存登录信息。可以在这里登录这些账号，并让文件中的登录信息失效。
import-looking = 正在查找文件…
import-none = 在这台电脑上没有找到相关内容。
import-found = 找到 { $count } 个账号的登录信息。
import-show = 查看这些账号
import-intro = Cloudreve 桌面客户端用明文文件保存了以下账号的登录信息。任何能读取该文件的人，以及你运行的每个程序，都可以使用这些信息。
import-file = 文件：
import-known = 已在账号列表中
import-sign-in = 在这里登录
    .named = 在这里登录：{ $name }，{ $host }
import-revoke = 在服务器上撤销…
    .named = 在服务器上撤销：{ $name }，{ $host }
import-handed = 正在撤销。服务器响应之前，可在“未完成的退出登录”中查看。
import-list = 查看列表
import-ask = 撤销 { $name } 在 { $host } 上的登录？
    .text = 服务器会结束该会话，Cloudreve 桌面客户端会退出此账号；重新登录后才能继续同步。
    .file = 文件本身不会改动，但其中此账号的登录信息将不再有效。
    .here = { -brand } 持有的会话不受影响。
    .yes = 撤销
