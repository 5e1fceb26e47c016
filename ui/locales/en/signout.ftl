# A sign-out as its three results, and what is read aloud about it.

result-label = Result of signing out { $name }
result-computer = This computer
result-server = Server
result-single-sign-on = Single sign-on

computer-erased = erased from the keyring
computer-kept = kept in the keyring only to finish the sign-out
computer-waiting = waiting for the keyring

server-asking = being asked
server-confirmed = confirmed { $time }
    .exact = confirmed on { $time }
server-accepted = accepted { $time }, but it could not be checked
    .exact = accepted on { $time }, but it could not be checked
server-unreachable = not reachable, next try { $time }
    .exact = not reachable, next try on { $time }
server-unreachable-now = not reachable, trying again
server-not-recognised = says it does not know the session, next try { $time }
    .exact = says it does not know the session, next try on { $time }
server-not-recognised-now = says it does not know the session, trying again
server-other-installation = another server answers at this address than the one that made the session; next try { $time }
    .exact = another server answers at this address than the one that made the session; next try on { $time }
server-other-installation-now = another server answers at this address than the one that made the session; trying again
server-expired = the session had already expired
server-forgotten = not confirmed, the session may live until { $time }
    .exact = not confirmed, the session may live until { $time }

sso-unknown = known once the server has answered
sso-none = none
sso-opened = opened at { $host }, finish it there
sso-could-not-be-opened = the browser did not start, the page at { $host } is still to be opened
sso-waiting-for-you = still to be finished at { $host }
sso-not-kept = not ended, and its page could not be kept in the keyring; sign out at { $host } in the browser
sso-rejected = the site named an address at { $host } that is not safe to open; it was not opened
sso-rejected-nameless = the site named something that is no address; it was not opened
sso-finish = Finish at { $host }

browser-may-be-signed-in = The browser may still be signed in to this site on its own.

news-signed-in = { $name } is signed in.
news-replaced = { $name } was already here and has a new session now. The former one is being signed out.
news-signing-out = Signing out { $name }.
news-signed-out-confirmed = { $name } is signed out. The server confirmed it.
news-signed-out-accepted = { $name } is signed out. The server accepted it; it could not be checked.
news-signed-out-expired = { $name } is signed out. The session had already expired.
news-signed-out-forgotten = The sign-out of { $name } was not confirmed.
news-sign-out-waits = The sign-out of { $name } is not finished. { -brand } keeps trying.
news-sign-in-again = { $name } has to sign in again.
