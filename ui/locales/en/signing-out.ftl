# Signing out of several accounts at once: of a site, and the page that follows it.

menu-sign-out-site = Sign out of all on this site…
ask-site = { $accounts ->
    [one] Sign out of one account on { $site }?
   *[other] Sign out of { $accounts } accounts on { $site }?
}
    .text = { $accounts ->
    [one] Its session ends on the server and is erased from this computer.
   *[other] Their sessions end on the server and are erased from this computer.
}
    .yes = { $accounts ->
    [one] Sign out
   *[other] Sign out of { $accounts }
}

progress-title = Signing out
progress-count = { $finished } of { $accounts } finished
progress-goes-on = Every one of these sign-outs is already noted on this computer. They all go on by themselves when you stop waiting, and when the window is closed.
progress-left = { -brand } goes on with the rest by itself, also when the window is closed.
progress-nothing-left = There is nothing left to do.
progress-pages = { $pages ->
    [one] One single sign-on is left for you to finish in the browser.
   *[other] { $pages } single sign-ons are left for you to finish in the browser.
}
progress-stop = Stop waiting
progress-accounts = Accounts that are being signed out
progress-line = { $what }:
