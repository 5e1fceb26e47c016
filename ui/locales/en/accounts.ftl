# One account: its row, its states, its menu, and the questions that are asked before something final.

site-plain-http = not encrypted
    .exact = The connection to this site is plain http. Others on the network can read what is sent.
site-pro = Pro
site-other = Another installation of Cloudreve answers at this address.
    .do = Nothing is renewed here until you say that it is the right one.
    .accept = It is the right one

row-open = { $name }, { $email }
row-label = ({ $label })
row-menu = More for { $name }
row-no-email = no e-mail address known

storage-used = { $used } of { $total }
    .label = Storage used

state-active = Signed in
    .detail = until { $time }
    .exact = The session ends on { $time } unless { -brand } runs before then and renews it.
state-renewing = renewing now
state-offline = Signed in
    .detail = server unreachable for { $time }
    .exact = The server has not been reachable since { $time }. You are still signed in.
state-expired = Sign in again
    .detail = the session has expired
    .exact = The session’s time has passed. Noticed on { $time }.
state-refused = Sign in again
    .detail = refused by the server
    .exact = The server refused the session on { $time }. The password may have changed, or access was withdrawn; the server does not say.
state-entry-missing = Sign in again
    .detail = not in the keyring any more
    .exact = The keyring has no entry for this session. Noticed on { $time }.
state-entry-damaged = Sign in again
    .detail = changed by another program
    .exact = The keyring’s entry for this session is not as { -brand } wrote it; another program has changed it. Noticed on { $time }.
state-locked = Keyring is locked
    .detail = the session is in it
state-no-keyring = No keyring
state-keyring-silent = Keyring does not answer
state-signing-out = Signing out…
state-asking-server = asking the server
state-asking-keyring = asking the keyring
state-next-server = asks the server again { $time }
    .exact = The server has not confirmed the sign-out yet. Next try on { $time }.
state-next-keyring = waiting for the keyring
    .exact = Waiting for the keyring. Next try on { $time }.
state-signed-out = Signed out
    .confirmed = confirmed { $time }
    .accepted = accepted { $time }, not checked
    .expired = session expired
    .forgotten = not confirmed, valid until { $time }
    .unknown = since { $time }
    .confirmed-exact = The server confirmed on { $time } that the session has ended.
    .accepted-exact = The server accepted the sign-out on { $time }. Whether it took effect could not be checked.
    .expired-exact = The session’s own time had passed. Noticed on { $time }.
    .forgotten-exact = The server did not confirm. The session may stay valid until { $time }.
    .unknown-exact = Signed out on { $time }.

# Why the server of an account is away, behind the details of its row. What the state says already ("server unreachable") is not said again.
away-elsewhere = another address
away-redirected = The site sends to { $other }. If it has moved, add it under its new address.
away-tls = The certificate of { $host } cannot be trusted, so nothing is sent there. Ask the site’s administrator.
away-timed-out = There was no answer within 30 seconds. { -brand } tries again by itself.
away-server-trouble = There is trouble on the server, or on a proxy in front of it. { -brand } tries again by itself.
away-not-cloudreve = What answers at { $host } is no Cloudreve. A network that wants a sign-in of its own first does this too: open any page in the browser.
away-cloudreve-v3 = The site runs version 3 of Cloudreve now. { -brand } needs version 4.
away-no-sense = The answer of { $host } makes no sense. If it stays so, tell the site’s administrator.

act-sign-out = Sign out
    .named = Sign out { $name }
act-sign-in = Sign in
    .named = Sign in { $name }
act-try-now = Try now
    .named = Try now for { $name }
act-unlock = Unlock
    .named = Unlock the keyring for { $name }

menu-open-site = Open site
menu-renew = Renew now
menu-sign-out = Sign out
menu-remove = Remove…
menu-forget = Forget anyway…

ask-sign-out = Sign out { $name }?
    .text = The session on { $site } ends on the server and is erased from this computer.
    .yes = Sign out
ask-remove = Remove { $name }?
    .text = { -brand } signs out of { $site } first, then the account leaves the list. Files on the server are not touched.
    .text-signed-out = The account on { $site } leaves the list. Files on the server are not touched.
    .yes = Remove
ask-forget = Forget this sign-out?
    .text = The session of { $name } on { $site } is erased from this computer and the server is not asked again. It has not confirmed the sign-out, so the session may stay valid until its own end.
    .remedy = Changing the password on the site ends it for certain.
    .yes = Forget anyway

ask-accept = Is the Cloudreve at { $host } the right one?
    .text = If you agree, { -brand } renews sessions there again, with the installation that answers now.
    .former = Accounts added before belong to the former installation; if it was reinstalled, they have to sign in again.
    .remedy = If you expected no change, ask the site’s administrator first.
    .yes = It is the right one

unfinished-title = Unfinished sign-outs
    .text = These sessions have left the list, but their server has not confirmed their end yet.
unfinished-who = { $name } · { $site }
unfinished-removed = Account removed
unfinished-replaced = Former session, replaced by a new sign-in
unfinished-wrong-person = Session of somebody else
unfinished-not-saved = New session that the keyring did not take
unfinished-cancelled = Sign-in that was cancelled too late
unfinished-recovered = Session found in the keyring
unfinished-imported = Session of Cloudreve’s own desktop client
