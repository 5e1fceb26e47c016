# The window around the list: its head, its foot, and the first start.
# The file `native.ftl` beside this one, when there is one, belongs to the tray and the notifications; the page does not read it.

-brand = Keyreve

window-title = { -brand }
window-add-account = Add account
window-add-account-hint = Add account (Ctrl+N)
window-more = More

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

registry-label = List of accounts
registry-bar-read-only = The list of accounts cannot be written: its file is read-only.
    .do = Your sessions are kept in the keyring. Make the file and its folder writable; { -brand } tries again by itself.
registry-bar-disk-full = The disk is full, so the list of accounts cannot be written.
    .do = Your sessions are kept in the keyring. Free some space; { -brand } tries again by itself.
registry-bar-failed = The list of accounts could not be written.
    .do = Your sessions are kept in the keyring. { -brand } tries again by itself; if it stays so, check the disk.
folder-show = Show folder
folder-not-shown = The folder could not be shown.
    .do = Check that this computer has a file manager.

# What happened while nobody could be told. It stays until it is closed.
notices-label = Notices
notices-more = And { $count } more.
notices-all = Show all
notice-when = { $time }
    .exact = { $time }
notice-sign-in-cut-off = A sign-in at { $host } ended without an answer.
    .do = A session may exist there that { -brand } does not hold. Changing the password on the site’s security page ends it.
notice-registry-set-aside = The list of accounts was damaged.
    .do = It was kept as { $file }, and accounts come back from the keyring. Labels and order may be lost.

# The program cannot work at all; this stands instead of the list.
start-newer-version = A newer { -brand } is needed
    .do = The list of accounts was written by a newer version of { -brand }. Install that version or a newer one. Nothing was changed.
start-in-use = { -brand } is already running
    .process = { -brand } is already running (process { $process })
    .do = Another copy of { -brand } uses the list of accounts, and only one can at a time. Go on in that one, or quit it and start { -brand } again. Nothing was changed.
start-cannot-open = The list of accounts cannot be opened
    .do = Check that its disk is there and that the file and its folder belong to you, then start { -brand } again. Nothing was changed.
start-file = File
start-process = Process
start-system = The system says
start-quit = Quit

action-unlock = Unlock
action-try-again = Try again
action-cancel = Cancel
action-back = Back
action-dismiss = Dismiss
action-close = Close
action-copy = Copy
action-details = Details

# Under a field that has to be filled in, after its label.
field-missing = Still missing: { $field }

# Between two sentences that follow each other.
sentence-gap = {" "}

time-now = just now
time-soon = in a moment
time-span-short = under a minute

news-registry-ready = The list of accounts is written again.
news-copied = Copied.
news-copy-failed = Copying did not work. Select the text instead.
