# Adding an account, and signing in again.

add-title = Add account
again-title = Sign in again

address-label = Site address
address-hint = For example cloud.example.com. A link copied from the browser works too.
address-continue = Continue
address-asking = Asking the site…

plain-http-ask = Use { $host } without encryption?
    .text = The connection is plain http: others on the network can read your password and your files. Only go on if you trust the network all the way to the server.
    .yes = Use it unencrypted
    .no = Change address
redirect-use = Use { $other }

card-version-open = Cloudreve { $version }
card-version-pro = Cloudreve Pro { $version }
card-version-unknown = Cloudreve
card-known-as = This looks like the same site that you already have as { $host }. An account added here is listed separately.
card-other-installation = Another installation answers here than the one that your accounts of this site were added from. Signing in says that it is the right one.
card-terms = Terms of use
card-privacy = Privacy policy

password-email = E-mail
password-password = Password
password-show = Show password
password-hide = Hide password
password-sign-in = Sign in
password-signing-in = Signing in…
password-forgot = Forgot the password?
password-sign-up = No account yet?
password-page = Open the security page
