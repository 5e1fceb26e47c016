# Signing in: captcha, two-step code, addresses that are offered, and a site that is here under another address.

offer-clipboard = Use { $address } from the clipboard
    .no = Do not use the address from the clipboard
offer-former = One more account at { $host }

same-site = You already have this site as { $host }
    .ask = { $here } leads to the same installation. Is the account one of those that you have there?
    .yes = Yes, sign in at { $host }
    .no = No, another account
    .else = Another account is listed separately, under { $here }.

password-capitals = Caps Lock is on

captcha-group = Captcha
captcha-picture = A picture with letters. To get in without seeing it, sign in at { $host } in the browser, or ask the administrator of the site to switch the picture off.
captcha-letters = Letters in the picture
    .hint = If it shows a sum, type the result.
captcha-reload = New picture
captcha-enlarge = Enlarge
captcha-loading = Getting a picture…
captcha-none = No picture
captcha-unreadable = Not readable? Take a new picture, or sign in on the site in the browser instead.
captcha-closed = { $host } wants a captcha when signing in with a password: { $kind }. Only a browser can show it.
    .do = Use the site in the browser, or ask its administrator to choose a picture captcha, which { -brand } can show.
captcha-tencent = one of Tencent’s
captcha-other = one that { -brand } does not know

code-wanted = The password of { $email } is right. This account wants a two-step code as well.
code-label = Two-step code
    .hint = Six digits, from the app on your phone.
    .missing = Type all six digits.
code-checking = Checking the code…
code-lost = No access to the app any more? The administrator of the site can help.
