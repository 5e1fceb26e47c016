# 在较长的列表中查找账号，以及自定义排列顺序。

filter-name = 筛选账号
    .hint = 筛选账号（Ctrl+F）
filter-clear = 清除筛选
filter-count = { $shown } / { $accounts } 个账号
filter-nothing = 没有匹配的账号。

site-menu = 站点 { $site } 的更多操作
menu-move-up = 上移
menu-move-down = 下移
move-done = { $name } 现在是第 { $place } 个，共 { $of } 个。
move-failed = 无法保存顺序，已恢复原状。
move-filtered = 请先清除筛选。显示全部账号时才能调整顺序。
