# One account: its row, its states, its menu, and the questions that are asked before something final.

site-plain-http = not encrypted
    .exact = The connection to this site is plain http. Others on the network can read what is sent.
site-pro = Pro

row-open = { $name }, { $email }
row-label = ({ $label })
row-menu = More for { $name }
row-no-email = no e-mail address known

storage-used = { $used } of { $total }
    .label = Storage used

state-active = Signed in
    .detail = until { $time }
    .exact = The session ends on { $time } unless { -brand } runs before then and renews it.
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
state-locked = Keyring is locked
    .detail = the session is kept in it
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

unfinished-title = Unfinished sign-outs
    .text = These sessions have left the list, but their server has not confirmed their end yet.
unfinished-who = { $name } · { $site }
unfinished-removed = Account removed
unfinished-replaced = Former session, replaced by a new sign-in
unfinished-wrong-person = Session of somebody else
unfinished-not-saved = New session that the keyring did not take
unfinished-cancelled = Sign-in that was cancelled too late
unfinished-recovered = Session found in the keyring
