# The program as a whole: signing out of all accounts, closing the window, and what can be chosen.

tray-label = Tray
tray-missing = This desktop has no tray.
    .do = Closing the window quits { -brand }.

all-ask = { $accounts ->
    [one] Sign out of one account?
   *[other] Sign out of { $accounts } accounts?
}
    .text = { $accounts ->
    [one] Its session ends on the server and is erased from this computer.
   *[other] { $sites ->
        [one] All sessions on one site end on its server and are erased from this computer.
       *[other] All sessions on { $sites } sites end on their servers and are erased from this computer.
    }
}
    .more = { $more } more
    .yes = Sign out of all
all-nobody = No account is signed in.
all-ended = { $accounts ->
    [one] The account is signed out.
   *[other] All { $accounts } accounts are signed out.
}
all-some-ended = { $ended } of { $accounts } { $accounts ->
    [one] account
   *[other] accounts
} { $ended ->
    [one] is
   *[other] are
} signed out. { -brand } keeps trying with the rest; the list shows how they stand.
all-pages = { $pages ->
    [one] One single sign-on is still to be finished in the browser; its row says where.
   *[other] { $pages } single sign-ons are still to be finished in the browser; their rows say where.
}

hiding-ask = { -brand } goes on in the tray
    .text = Closing the window only hides it, so that sessions are kept alive and sign-outs are finished. The icon in the tray brings it back.
    .settings = This is said once. What closing does can be changed in the settings.
    .yes = Quit instead
    .no = Keep running
quitting-ask = Quit { -brand }?
    .text = There is no tray on this desktop, so closing the window quits { -brand }.
    .stay = Your accounts stay signed in, but nothing renews their sessions until it runs again.
    .sign-out = { $accounts ->
    [one] As chosen in the settings, one account is signed out then.
   *[other] As chosen in the settings, { $accounts } accounts are signed out then.
}
    .yes = Quit
    .no = Stay

menu-sign-out-of-all = Sign out of all…

settings-title = Settings
    .hint = Settings (Ctrl+comma)

closing-title = When the window is closed
    .no-tray = This desktop has no tray, so closing the window quits. What is chosen here holds where there is one.
closing-hides = { -brand } goes on in the tray
closing-quits = { -brand } quits

background-title = In the background
login-start = Start at login
    .hint = Without a window, so that sessions are kept alive.
notifications-show = Show notifications
    .hint = When an account is signed out or needs you.
    .nowhere = Nothing on this desktop shows notifications at the moment.

automatic-title = Sign out by itself
    .text = As certain as signing out by hand: the server is asked, and the keyring forgets.
automatic-quit = When { -brand } quits
    .hint = At logout and shutdown too, where the desktop says when it ends.
automatic-lock = When the screen is locked
    .unavailable = This desktop does not say when the screen is locked.
automatic-idle = When nobody uses the computer
    .unavailable = This desktop does not say for how long nobody has used the computer.
automatic-minutes = For how many minutes
    .wrong = Type a whole number from { $least } to { $most }. Until then { $minutes } holds.
automatic-whom = Whom
automatic-everybody = All accounts, later ones too
automatic-only = Only these accounts
automatic-accounts = Accounts
automatic-nobody = None is chosen, so nobody is signed out.

help-title = Help
help-logs = Show log folder
help-diagnostics = Copy diagnostics
    .label = Diagnostics
    .text = Read it first, then copy it. There is nothing secret in it.

uninstall-title = Uninstalling
    .text = Ends every session first, so that none is left on a server when { -brand } is gone.
uninstall-prepare = Prepare to uninstall…
uninstall-ask = Prepare to uninstall { -brand }?
    .text = { $accounts ->
    [0] No account is signed in.
    [one] One account is signed out: its session ends on the server and is erased from this computer.
   *[other] All { $accounts } accounts on { $sites ->
        [one] one site
       *[other] { $sites } sites
    } are signed out: their sessions end on the servers and are erased from this computer.
}
    .login = { -brand } does not start at login any more.
    .yes = Prepare
uninstall-safe = Every session has ended. It is safe to uninstall { -brand } now.
uninstall-not-yet = { $left ->
    [one] One sign-out is not finished. Leave { -brand } installed and running until it is.
   *[other] { $left } sign-outs are not finished. Leave { -brand } installed and running until they are.
}
uninstall-list = Show the list
