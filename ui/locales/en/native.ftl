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

## Notifications: a title, one or two lines, at most one button

notify-show = Show
notify-sign-in = Sign in
notify-finish = Finish at { $host }
notify-finish-why = The single sign-on session of { $name } · { $site } is still open in the browser.
notify-who = { $name } · { $site }
notify-more = and { $count } more

notify-signed-out = Signed out: { $name } · { $site }
notify-signing-out = Signing out: { $name } · { $site }

notify-computer-erased = Erased from this computer.
notify-computer-kept = Kept in the keyring only to finish the sign-out.
notify-computer-waits = Waiting for the keyring.

notify-server-asking = Waiting for the server.
notify-server-confirmed = Confirmed by the server.
notify-server-accepted = The server accepted it; it could not be checked.
notify-server-unreachable = The server cannot be reached; { -brand } keeps trying.
notify-server-not-recognised = The server does not know the session; { -brand } keeps trying.
notify-server-other-installation = Another installation answers at this address; { -brand } keeps trying.
notify-server-expired = The session had already expired.
notify-server-forgotten = Not confirmed by the server.

notify-sso-none = Single sign-on: none.
notify-sso-opened = Single sign-on: finish it at { $host } in the browser.
notify-sso-not-opened = Single sign-on: the browser did not start; still to be finished at { $host }.
notify-sso-waits = Single sign-on: still to be finished at { $host }.
notify-sso-not-kept = Single sign-on: not ended. Sign out at { $host } in the browser.
notify-sso-rejected = Single sign-on: the site named an address that is not safe to open.

notify-signed-out-of-several = { $count ->
    [0] Nothing to sign out
    [one] Signed out of { $count } account
   *[other] Signed out of { $count } accounts
}
notify-signing-out-of-several = { $count ->
    [one] Signing out of { $count } account
   *[other] Signing out of { $count } accounts
}
notify-several-confirmed = { $count ->
    [one] { $count } confirmed by its server.
   *[other] { $count } confirmed by their servers.
}
notify-several-unconfirmed = { $count } not confirmed.
notify-several-unfinished = { $count } not finished; { -brand } keeps trying.
notify-several-nothing = { $count } had nothing to sign out.
notify-several-pages = { $count ->
    [one] { $count } single sign-on page is still to be opened.
   *[other] { $count } single sign-on pages are still to be opened.
}

notify-sign-in-again = Sign in again: { $name } · { $site }
notify-several-sign-in-again = { $count } accounts wait for you to sign in again
notify-sign-in-expired = The session has expired.
notify-sign-in-refused = The server refuses the session. It does not say why: the password may have been changed, or access withdrawn.
notify-sign-in-entry-missing = The keyring has no entry for the session any more.
notify-sign-in-entry-damaged = Something else changed the session’s entry in the keyring.

notify-ends-in-days = { $count ->
    [one] { $name } · { $site }: the session ends in { $count } day
   *[other] { $name } · { $site }: the session ends in { $count } days
}
notify-ends-in-hours = { $count ->
    [0] { $name } · { $site }: the session ends within the hour
    [one] { $name } · { $site }: the session ends in { $count } hour
   *[other] { $name } · { $site }: the session ends in { $count } hours
}
notify-ends-unless = Unless { $host } answers before. After that you have to sign in again.
notify-several-end-soon = { $count } sessions end soon
