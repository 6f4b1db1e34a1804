// A certificate authority, a server and a client for tests, valid for a hundred years. Published, so nobody may trust
// them: the keys are no secret. The authority's own key was thrown away. EC P-256, PKCS #8.

/** Certificate of the test authority, PEM: hand it to a client as `ca`. Never trust it outside tests. */
export const testCaCertificate: string = `-----BEGIN CERTIFICATE-----
MIIBsTCCAVegAwIBAgIUDvY2Vup4To6+PpEERwg93oUSlNwwCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwaVGVzdCBhdXRob3JpdHksIG5vdCBzZWNyZXQwIBcNMjYxMTIz
MDQzNDAzWhgPMjEyNjEwMzAwNDM0MDNaMCUxIzAhBgNVBAMMGlRlc3QgYXV0aG9y
aXR5LCBub3Qgc2VjcmV0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjbbB15/Y
wYQa/9VGwFZDqChjn8RqrcD4+INfCZrVcT+NIa8p+T5QlgMJekpP8hendAzb07Kd
2svoIFs4von/CaNjMGEwHQYDVR0OBBYEFLFPj/FOatCpdbU/GBOgjenra1rTMB8G
A1UdIwQYMBaAFLFPj/FOatCpdbU/GBOgjenra1rTMA8GA1UdEwEB/wQFMAMBAf8w
DgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMCA0gAMEUCIQDM6UIlQ9jwYI9eM3eQ
vxKhzIo29EZoY4mkg2m7Vs75ZgIgUdLJ+CYXhCxfjILQeNYzd2SUZjzxK9WkSIAh
fsce9Eg=
-----END CERTIFICATE-----
`;

/** Server certificate for `localhost`, 127.0.0.1 and ::1, signed by the test authority, PEM. */
export const testServerCertificate: string = `-----BEGIN CERTIFICATE-----
MIIB4zCCAYigAwIBAgIUXPA0FOaZQYpsXOUucgW704vTbIUwCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwaVGVzdCBhdXRob3JpdHksIG5vdCBzZWNyZXQwIBcNMjYxMTIz
MDQzNDAzWhgPMjEyNjEwMzAwNDM0MDNaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABKMsHxI7Ul+3CEFtMI+llpHMywwo/z14
vLq1Pz3IR1OsT3UYHLiviZqRkd21QY9xfYgDa7HUZdTvTazo78xHBkOjgaQwgaEw
DAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwLAYDVR0RBCUwI4IJbG9jYWxo
b3N0hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMBMGA1UdJQQMMAoGCCsGAQUFBwMB
MB0GA1UdDgQWBBTomYBacgoeiyMMXOCme8h8iSAkHTAfBgNVHSMEGDAWgBSxT4/x
TmrQqXW1PxgToI3p62ta0zAKBggqhkjOPQQDAgNJADBGAiEAtIh7YCA5V6VWCRgE
226Wrv4RcCkJR7jwfi03E3ZPBdACIQDXeq5vk5lpxmyTFG7ilu1NfeGOrsKOEXWW
zDk112+6tQ==
-----END CERTIFICATE-----
`;

/** Private key of {@link testServerCertificate}, PEM. Not secret. */
export const testServerKey: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggZUyS1xLIFRyJ0D5
iFwjE8wrb1x7NDwqL9Nd1b4pzRahRANCAASjLB8SO1JftwhBbTCPpZaRzMsMKP89
eLy6tT89yEdTrE91GBy4r4makZHdtUGPcX2IA2ux1GXU702s6O/MRwZD
-----END PRIVATE KEY-----
`;

/** Client certificate (`CN=test-client`), signed by the test authority, PEM. */
export const testClientCertificate: string = `-----BEGIN CERTIFICATE-----
MIIBtDCCAVqgAwIBAgIUXPA0FOaZQYpsXOUucgW704vTbIYwCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwaVGVzdCBhdXRob3JpdHksIG5vdCBzZWNyZXQwIBcNMjYxMTIz
MDQzNDAzWhgPMjEyNjEwMzAwNDM0MDNaMBYxFDASBgNVBAMMC3Rlc3QtY2xpZW50
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETSp2yjNUsIAMik6JL5j9sQL+xsES
yxrXVTFVzeEPr2gfF1CMcdFhcVktHnXtyQRKnGzCpxM5CnpLZhJNO+Er76N1MHMw
DAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUH
AwIwHQYDVR0OBBYEFL4iDyaB7HlVr1+g+YYbxaK7WuyfMB8GA1UdIwQYMBaAFLFP
j/FOatCpdbU/GBOgjenra1rTMAoGCCqGSM49BAMCA0gAMEUCIDiYhMj4P0P5Uzzn
HH6ugcNmqzTxvlXlZJEA+kMYAUSVAiEAolpfV4PasA87BCTRy0IQgVnIPZ+2d/ky
GIilv7TUZT4=
-----END CERTIFICATE-----
`;

/** Private key of {@link testClientCertificate}, PEM. Not secret. */
export const testClientKey: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQge3tEM1ZW/ppZX7By
K1aSV5Je6vUBTOkKpudHqurF5XOhRANCAARNKnbKM1SwgAyKTokvmP2xAv7GwRLL
GtdVMVXN4Q+vaB8XUIxx0WFxWS0ede3JBEqcbMKnEzkKektmEk074Svv
-----END PRIVATE KEY-----
`;
