# What Cloudreve's own desktop client keeps on this computer.

import-title = Cloudreve 桌面客户端
import-offer = Cloudreve 桌面客户端在这台电脑的明文文件中保存了 { $count } 个登录。
import-what = 该客户端把登录信息保存在明文文件中。可以在这里登录同样的账号，并撤销文件中的登录。
import-looking = 正在查找文件…
import-none = 在这台电脑上没有找到相关内容。
import-found = 找到 { $count } 个登录。
import-show = 查看找到的登录
import-intro = Cloudreve 桌面客户端把以下登录保存在明文文件中。任何能读取该文件的人，以及你运行的每个程序，都可以使用它们。
import-file = 文件：
import-known = 已是这里的账号
import-sign-in = 在这里登录
    .named = 在这里登录：{ $name }，{ $host }
import-revoke = 在服务器上撤销…
    .named = 在服务器上撤销：{ $name }，{ $host }
import-handed = 正在撤销。服务器应答之前，会列在“未完成的退出登录”中。
import-list = 查看列表
import-ask = 撤销 { $name } 在 { $host } 上的登录？
    .text = 服务器会结束该会话，Cloudreve 桌面客户端会退出此账号的登录；需要重新登录才能继续同步。
    .file = 文件本身不会改动，其中此账号的登录信息随后不再有效。
    .here = { -brand } 持有的会话不受影响。
    .yes = 撤销
