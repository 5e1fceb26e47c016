# The program as a whole: signing out of all accounts, closing the window, and what can be chosen.

tray-label = Tray
tray-missing = This desktop has no tray.
    .do = Closing the window quits { -brand }.

all-ask = { $accounts ->
    [one] Sign out of one account?
   *[other] Sign out of all { $accounts } accounts?
}
    .text = { $accounts ->
    [0] No account is signed in.
    [one] Its session ends on the server and is erased from this computer.
   *[other] { $sites ->
        [one] Their sessions on one site end on the server and are erased from this computer.
       *[other] Their sessions on { $sites } sites end on the servers and are erased from this computer.
    }
}
    .yes = Sign out of all
all-nobody = No account is signed in.
all-ended = { $accounts ->
    [0] No account is signed in.
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
