# Finding accounts in a long list, and putting them in an order of one's own.

filter-name = Filter accounts
    .hint = Filter accounts (Ctrl+F)
filter-clear = Clear the filter
filter-count = { $shown } of { $accounts ->
    [one] { $accounts } account
   *[other] { $accounts } accounts
}
filter-nothing = Nothing matches.

site-menu = More for the site { $site }
menu-move-up = Move up
menu-move-down = Move down
move-done = { $name } is now { $place } of { $of }.
move-failed = The order could not be kept. It is as it was before.
move-filtered = Clear the filter first. The order can be changed when all accounts are shown.
