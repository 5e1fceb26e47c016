# The tray and the notifications. The page does not read this file.

-brand = Keyreve

## Tray

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
