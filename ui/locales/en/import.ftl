# What Cloudreve's own desktop client keeps on this computer.

import-title = Cloudreve’s desktop client
import-offer = { $count ->
    [one] Cloudreve’s desktop client keeps a sign-in in a plain file on this computer.
   *[other] Cloudreve’s desktop client keeps { $count } sign-ins in a plain file on this computer.
}
import-what = That client keeps its sign-ins in a plain file. Here you can sign in to the same accounts, and end what lies there.
import-looking = Looking for the file…
import-none = Nothing of it was found on this computer.
import-found = { $count ->
    [one] One sign-in was found.
   *[other] { $count } sign-ins were found.
}
import-show = Show what was found
import-intro = Cloudreve’s desktop client keeps these sign-ins in a plain file. Whoever reads the file can use them, and so can every program that you start.
import-file = File:
import-known = Already an account here
import-sign-in = Sign in here
    .named = Sign in here as { $name } at { $host }
import-revoke = Revoke there…
    .named = Revoke there: { $name } at { $host }
import-handed = Being revoked. It stands under Unfinished sign-outs until its server has answered.
import-list = Show the list
import-ask = Revoke the sign-in of { $name } at { $host }?
    .text = The server ends the session, and Cloudreve’s desktop client is signed out of this account. To sync again, it has to be signed in anew.
    .file = The file itself is not changed. What it keeps for this account is of no use afterwards.
    .here = Sessions that { -brand } holds are not touched.
    .yes = Revoke
