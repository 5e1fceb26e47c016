# The page of one account, and the label that the person gives it.

details-title = Account
details-gone = { $name } has left the list.
details-gone-unfinished = { $name } has left the list. Its sign-out is not finished yet; it stands under Unfinished sign-outs.

details-label = Label
    .none = none
label-give = Give a label…
label-change = Change…
label-name = Label for { $name }
    .hint = A word of your own that tells this account apart. Leave it empty to have none.
label-keep = Save
label-kept = The label is { $label } now.
label-taken-away = The label is gone.
menu-rename = Rename…

details-session = Session
details-signed-in = Signed in
details-by-password = with the password
    .at = with the password, { $time }
details-by-browser = in the browser
    .at = in the browser, { $time }
details-renewed = Last renewed
details-until = Valid until
    .unless = { $time }, unless { -brand } renews it before
details-kept = Kept in
    .keyring = { $keyring }; the list of accounts holds no secret
    .nowhere = nowhere, the session has ended
details-may = May do
    .all = everything that the account may do, because it was signed in with the password
    .granted = what was granted in the browser
details-time = { $exact } ({ $relative })

details-account = Account
details-name = Name
details-email = E-mail
details-user-id = User ID

details-site = Site
details-site-title = Title
details-address = Address
details-version = Version
details-connection = Connection
    .encrypted = encrypted

details-problem = Last problem

details-stolen = Someone else may have this session?
    .password = Change the password on the site. That ends every session of this account on this site, for good, this one too.
    .granted = On the page of granted apps you can take back what was granted to { -brand } in the browser.
details-open-security = Open the password page
details-open-granted = Open the granted apps
