# The window around the list: its head, its foot, and the first start.
# The file `native.ftl` beside this one, when there is one, belongs to the tray and the notifications; the page does not read it.

-brand = Keyreve

window-title = { -brand }
window-add-account = Add account
window-add-account-hint = Add account (Ctrl+N)

welcome-title = Your Cloudreve accounts, in one place
welcome-what = { -brand } signs in to your accounts on any number of servers and keeps them signed in.
welcome-promise = When you sign out, it makes sure that the session has really ended.

list-count = { $accounts ->
    [one] { $accounts } account
   *[other] { $accounts } accounts
} · { $sites ->
    [one] { $sites } site
   *[other] { $sites } sites
}

keyring-unknown = { $name }
keyring-ready = { $name }, unlocked
keyring-locked = { $name }, locked
keyring-missing = No keyring
keyring-failed = { $name }, not answering
keyring-label = Keyring:
keyring-name-unknown = Keyring

keyring-bar-locked = { $name } is locked.
    .do = Unlock it, so that { -brand } can renew sessions and sign out.
keyring-bar-missing = This computer has no keyring running.
    .do = { -brand } keeps sessions nowhere else. Start one, for example GNOME Keyring or KeePassXC, and try again.
keyring-bar-failed = { $name } does not answer.
    .do = Sessions stay as they are until it does. Try again, or sign in to your desktop anew.

action-unlock = Unlock
action-try-again = Try again
action-cancel = Cancel
action-back = Back
action-dismiss = Dismiss
action-copy = Copy
action-details = Details

time-now = just now
time-soon = in a moment
time-span-short = under a minute

news-copied = Copied.
news-copy-failed = Copying did not work. Select the text instead.
