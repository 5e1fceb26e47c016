# The debugging token: a tool, and no account.

token-title = Debugging token
token-what = Makes an access token from a site’s master key, to try out the site’s API without signing in.
token-warning = The master key opens every account of its site. Use it only with a site of your own that is there for testing, and give neither the key nor the token to anybody.
token-key = Master key
    .hint = The value of secret_key in the settings table of the site’s database. It is used once and not kept.
token-user = User ID
    .hint = The site shows it in the settings of the user as UID.
    .wrong = That is no user ID.
    .wrong-do = It consists of letters and digits only, for example lUpa.
token-lifetime = Valid for
    .own = Other
    .minutes = Minutes
    .wrong = Type a whole number from { $least } to { $most }.
token-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
token-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
token-make = Make token
token-made = The token is made. It cannot be signed out.
token-ends = Cannot be signed out; ends at { $time }.
    .exact = This token cannot be signed out. It ends on { $time }.
token-ended-at = Ended at { $time }.
    .exact = This token ended on { $time }.
token-ended = The debugging token has ended.
token-copied = Copied. Taken from the clipboard again in 60 seconds if it is still there.
token-gone = The token is not there any more.
    .do = It has ended meanwhile. Drop it here, and make another one.
token-drop = Drop
token-dropped = { -brand } does not hold the token any more. It stays valid until its end.
