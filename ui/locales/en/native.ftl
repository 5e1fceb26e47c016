# The tray and the notifications. The page does not read this file.

-brand = Keyreve

## Tray

# The icon in words, where the desktop shows them.
tray-look-fine = { -brand }
tray-look-needs-you = { -brand }: something needs you
tray-look-signing-out = { -brand }: signing out…

# What needs the person stands first.
tray-unlock = Unlock the keyring…
tray-keyring-missing = No keyring is running…
tray-keyring-failed = The keyring does not answer…
tray-sign-in-again-for = Sign in again: { $who }…
tray-sign-in-again-several = Sign in again ({ $count })
tray-finish = Finish at { $host }…
tray-finish-for = Finish at { $host }: { $who }…
tray-finish-several = Finish signing out ({ $count })
tray-other-installation = Another installation answers at { $host }…
tray-list-not-kept = The list of accounts cannot be written…
tray-notices = { $count ->
    [one] There is a notice…
   *[other] There are { $count } notices…
}

# An account.
tray-who = { $name } · { $site }
tray-told-apart = { $name } ({ $by })
tray-open-site = Open in browser
tray-sign-out = Sign out
tray-sign-in = Sign in…
tray-sign-in-again = Sign in again…
tray-try-now = Try now

# Its state, when it is not simply signed in.
tray-state-offline = Signed in · server unreachable
tray-state-expired = The session has expired
tray-state-refused = Refused by the server
tray-state-entry-missing = Not in the keyring any more
tray-state-entry-damaged = The keyring’s entry was changed
tray-state-locked = Keyring is locked
tray-state-no-keyring = No keyring
tray-state-keyring-silent = Keyring does not answer
tray-state-waiting-for-server = Signing out… waiting for the server
tray-state-waiting-for-keyring = Signing out… waiting for the keyring
tray-state-signed-out = Signed out
tray-state-not-confirmed = Signed out, not confirmed

tray-unfinished = Unfinished sign-outs
tray-try-now-for = Try now: { $who }
tray-sign-out-of-all = Sign out of all…
tray-add-account = Add account…
tray-show = Show { -brand }
tray-quit = Quit

tray-confirm-title = Sign out of all accounts
