
# Section 3.8.1
l8ui a0, a3, 32                          # 020320
l8ui sp, a4, 64                          # 120440
l8ui a2, a5, 128                         # 220580
l8ui a3, a6, 254                         # 3206fe
l8ui a4, a7, 255                         # 4207ff
l8ui a5, a8, 0                           # 520800
l8ui a6, a9, 1                           # 620901
l8ui a7, a10, 2                          # 720a02
l8ui a8, a11, 4                          # 820b04
l8ui a9, a12, 8                          # 920c08
l8ui a10, a13, 16                        # a20d10
l8ui a11, a14, 32                        # b20e20
l8ui a12, a15, 64                        # c20f40
l8ui a13, a0, 128                        # d20080
l8ui a14, sp, 254                        # e201fe
l8ui a15, a2, 255                        # f202ff
l16ui a0, a3, 64                         # 021320
l16ui sp, a4, 128                        # 121440
l16ui a2, a5, 256                        # 221580
l16ui a3, a6, 508                        # 3216fe
l16ui a4, a7, 510                        # 4217ff
l16ui a5, a8, 0                          # 521800
l16ui a6, a9, 2                          # 621901
l16ui a7, a10, 4                         # 721a02
l16ui a8, a11, 8                         # 821b04
l16ui a9, a12, 16                        # 921c08
l16ui a10, a13, 32                       # a21d10
l16ui a11, a14, 64                       # b21e20
l16ui a12, a15, 128                      # c21f40
l16ui a13, a0, 256                       # d21080
l16ui a14, sp, 508                       # e211fe
l16ui a15, a2, 510                       # f212ff
l16si a0, a3, 64                         # 029320
l16si sp, a4, 128                        # 129440
l16si a2, a5, 256                        # 229580
l16si a3, a6, 508                        # 3296fe
l16si a4, a7, 510                        # 4297ff
l16si a5, a8, 0                          # 529800
l16si a6, a9, 2                          # 629901
l16si a7, a10, 4                         # 729a02
l16si a8, a11, 8                         # 829b04
l16si a9, a12, 16                        # 929c08
l16si a10, a13, 32                       # a29d10
l16si a11, a14, 64                       # b29e20
l16si a12, a15, 128                      # c29f40
l16si a13, a0, 256                       # d29080
l16si a14, sp, 508                       # e291fe
l16si a15, a2, 510                       # f292ff
l32i a0, a3, 128                         # 022320
l32i sp, a4, 256                         # 122440
l32i a2, a5, 512                         # 222580
l32i a3, a6, 1016                        # 3226fe
l32i a4, a7, 1020                        # 4227ff
l32i a5, a8, 0                           # 522800
l32i a6, a9, 4                           # 622901
l32i a7, a10, 8                          # 722a02
l32i a8, a11, 16                         # 822b04
l32i a9, a12, 32                         # 922c08
l32i a10, a13, 64                        # a22d10
l32i a11, a14, 128                       # b22e20
l32i a12, a15, 256                       # c22f40
l32i a13, a0, 512                        # d22080
l32i a14, sp, 1016                       # e221fe
l32i a15, a2, 1020                       # f222ff
.balign 4
l32r a0, .-65536                         # 0100c0
.balign 4
l32r sp, .-32768                         # 1100e0
.balign 4
l32r a2, .-16384                         # 2100f0
.balign 4
l32r a3, .-8192                          # 3100f8
.balign 4
l32r a4, .-4096                          # 4100fc
.balign 4
l32r a5, .-2048                          # 5100fe
.balign 4
l32r a6, .-1024                          # 6100ff
.balign 4
l32r a7, .-512                           # 7180ff
.balign 4
l32r a8, .-256                           # 81c0ff
.balign 4
l32r a9, .-128                           # 91e0ff
.balign 4
l32r a10, .-64                           # a1f0ff
.balign 4
l32r a11, .-32                           # b1f8ff
.balign 4
l32r a12, .-16                           # c1fcff
.balign 4
l32r a13, .-8                            # d1feff
.balign 4
l32r a14, .-4                            # e1ffff
.balign 4
l32r a15, .-262144                       # f10000
.balign 4
l32r a0, .-262140                        # 010100
.balign 4
l32r sp, .-131072                        # 110080

# Section 3.8.2
s8i a0, a3, 32                           # 024320
s8i sp, a4, 64                           # 124440
s8i a2, a5, 128                          # 224580
s8i a3, a6, 254                          # 3246fe
s8i a4, a7, 255                          # 4247ff
s8i a5, a8, 0                            # 524800
s8i a6, a9, 1                            # 624901
s8i a7, a10, 2                           # 724a02
s8i a8, a11, 4                           # 824b04
s8i a9, a12, 8                           # 924c08
s8i a10, a13, 16                         # a24d10
s8i a11, a14, 32                         # b24e20
s8i a12, a15, 64                         # c24f40
s8i a13, a0, 128                         # d24080
s8i a14, sp, 254                         # e241fe
s8i a15, a2, 255                         # f242ff
s16i a0, a3, 64                          # 025320
s16i sp, a4, 128                         # 125440
s16i a2, a5, 256                         # 225580
s16i a3, a6, 508                         # 3256fe
s16i a4, a7, 510                         # 4257ff
s16i a5, a8, 0                           # 525800
s16i a6, a9, 2                           # 625901
s16i a7, a10, 4                          # 725a02
s16i a8, a11, 8                          # 825b04
s16i a9, a12, 16                         # 925c08
s16i a10, a13, 32                        # a25d10
s16i a11, a14, 64                        # b25e20
s16i a12, a15, 128                       # c25f40
s16i a13, a0, 256                        # d25080
s16i a14, sp, 508                        # e251fe
s16i a15, a2, 510                        # f252ff
s32i a0, a3, 128                         # 026320
s32i sp, a4, 256                         # 126440
s32i a2, a5, 512                         # 226580
s32i a3, a6, 1016                        # 3266fe
s32i a4, a7, 1020                        # 4267ff
s32i a5, a8, 0                           # 526800
s32i a6, a9, 4                           # 626901
s32i a7, a10, 8                          # 726a02
s32i a8, a11, 16                         # 826b04
s32i a9, a12, 32                         # 926c08
s32i a10, a13, 64                        # a26d10
s32i a11, a14, 128                       # b26e20
s32i a12, a15, 256                       # c26f40
s32i a13, a0, 512                        # d26080
s32i a14, sp, 1016                       # e261fe
s32i a15, a2, 1020                       # f262ff

# Section 3.8.3
memw                                     # c02000
extw                                     # d02000

# Section 3.8.4
.balign 4
call0 .-524284                           # 050080
.balign 4
call0 .-524280                           # 450080
.balign 4
call0 .-262140                           # 0500c0
.balign 4
call0 .-131068                           # 0500e0
.balign 4
call0 .-65532                            # 0500f0
.balign 4
call0 .-32764                            # 0500f8
.balign 4
call0 .-16380                            # 0500fc
.balign 4
call0 .-8188                             # 0500fe
.balign 4
call0 .-4092                             # 0500ff
.balign 4
call0 .-2044                             # 0580ff
.balign 4
call0 .-1020                             # 05c0ff
.balign 4
call0 .-508                              # 05e0ff
.balign 4
call0 .-252                              # 05f0ff
.balign 4
call0 .-124                              # 05f8ff
.balign 4
call0 .-60                               # 05fcff
.balign 4
call0 .-28                               # 05feff
.balign 4
call0 .-12                               # 05ffff
.balign 4
call0 .-4                                # 85ffff
.balign 4
call0 .+0                                # c5ffff
.balign 4
call0 .+4                                # 050000
.balign 4
call0 .+8                                # 450000
.balign 4
call0 .+12                               # 850000
.balign 4
call0 .+20                               # 050100
.balign 4
call0 .+36                               # 050200
.balign 4
call0 .+68                               # 050400
.balign 4
call0 .+132                              # 050800
.balign 4
call0 .+260                              # 051000
.balign 4
call0 .+516                              # 052000
.balign 4
call0 .+1028                             # 054000
.balign 4
call0 .+2052                             # 058000
.balign 4
call0 .+4100                             # 050001
.balign 4
call0 .+8196                             # 050002
.balign 4
call0 .+16388                            # 050004
.balign 4
call0 .+32772                            # 050008
.balign 4
call0 .+65540                            # 050010
.balign 4
call0 .+131076                           # 050020
.balign 4
call0 .+262148                           # 050040
.balign 4
call0 .+524284                           # 85ff7f
.balign 4
call0 .+524288                           # c5ff7f
callx0 a0                                # c00000
callx0 sp                                # c00100
callx0 a2                                # c00200
callx0 a3                                # c00300
callx0 a4                                # c00400
callx0 a5                                # c00500
callx0 a6                                # c00600
callx0 a7                                # c00700
callx0 a8                                # c00800
callx0 a9                                # c00900
callx0 a10                               # c00a00
callx0 a11                               # c00b00
callx0 a12                               # c00c00
callx0 a13                               # c00d00
callx0 a14                               # c00e00
callx0 a15                               # c00f00
ret                                      # 800000
j .-131068                               # 060080
j .-131067                               # 460080
j .-65532                                # 0600c0
j .-32764                                # 0600e0
j .-16380                                # 0600f0
j .-8188                                 # 0600f8
j .-4092                                 # 0600fc
j .-2044                                 # 0600fe
j .-1020                                 # 0600ff
j .-508                                  # 0680ff
j .-252                                  # 06c0ff
j .-124                                  # 06e0ff
j .-60                                   # 06f0ff
j .-28                                   # 06f8ff
j .-12                                   # 06fcff
j .-4                                    # 06feff
j .+0                                    # 06ffff
j .+2                                    # 86ffff
j .+3                                    # c6ffff
j .+4                                    # 060000
j .+5                                    # 460000
j .+6                                    # 860000
j .+8                                    # 060100
j .+12                                   # 060200
j .+20                                   # 060400
j .+36                                   # 060800
j .+68                                   # 061000
j .+132                                  # 062000
j .+260                                  # 064000
j .+516                                  # 068000
j .+1028                                 # 060001
j .+2052                                 # 060002
j .+4100                                 # 060004
j .+8196                                 # 060008
j .+16388                                # 060010
j .+32772                                # 060020
j .+65540                                # 060040
j .+131074                               # 86ff7f
j .+131075                               # c6ff7f
jx a0                                    # a00000
jx sp                                    # a00100
jx a2                                    # a00200
jx a3                                    # a00300
jx a4                                    # a00400
jx a5                                    # a00500
jx a6                                    # a00600
jx a7                                    # a00700
jx a8                                    # a00800
jx a9                                    # a00900
jx a10                                   # a00a00
jx a11                                   # a00b00
jx a12                                   # a00c00
jx a13                                   # a00d00
jx a14                                   # a00e00
jx a15                                   # a00f00

# Section 3.8.5
beqz a0, .-508                           # 1600e0
beqz sp, .-252                           # 1601f0
beqz a2, .-124                           # 1602f8
beqz a3, .-60                            # 1603fc
beqz a4, .-28                            # 1604fe
beqz a5, .-12                            # 1605ff
beqz a6, .-4                             # 1686ff
beqz a7, .+0                             # 16c7ff
beqz a8, .+2                             # 16e8ff
beqz a9, .+3                             # 16f9ff
beqz a10, .+4                            # 160a00
beqz a11, .+5                            # 161b00
beqz a12, .+6                            # 162c00
beqz a13, .+8                            # 164d00
beqz a14, .+12                           # 168e00
beqz a15, .+20                           # 160f01
beqz a0, .+36                            # 160002
beqz sp, .+68                            # 160104
beqz a2, .+132                           # 160208
beqz a3, .+260                           # 160310
beqz a4, .+516                           # 160420
beqz a5, .+1028                          # 160540
beqz a6, .+2050                          # 16e67f
beqz a7, .+2051                          # 16f77f
beqz a8, .-2044                          # 160880
beqz a9, .-2043                          # 161980
beqz a10, .-1020                         # 160ac0
bnez a0, .-508                           # 5600e0
bnez sp, .-252                           # 5601f0
bnez a2, .-124                           # 5602f8
bnez a3, .-60                            # 5603fc
bnez a4, .-28                            # 5604fe
bnez a5, .-12                            # 5605ff
bnez a6, .-4                             # 5686ff
bnez a7, .+0                             # 56c7ff
bnez a8, .+2                             # 56e8ff
bnez a9, .+3                             # 56f9ff
bnez a10, .+4                            # 560a00
bnez a11, .+5                            # 561b00
bnez a12, .+6                            # 562c00
bnez a13, .+8                            # 564d00
bnez a14, .+12                           # 568e00
bnez a15, .+20                           # 560f01
bnez a0, .+36                            # 560002
bnez sp, .+68                            # 560104
bnez a2, .+132                           # 560208
bnez a3, .+260                           # 560310
bnez a4, .+516                           # 560420
bnez a5, .+1028                          # 560540
bnez a6, .+2050                          # 56e67f
bnez a7, .+2051                          # 56f77f
bnez a8, .-2044                          # 560880
bnez a9, .-2043                          # 561980
bnez a10, .-1020                         # 560ac0
bltz a0, .-508                           # 9600e0
bltz sp, .-252                           # 9601f0
bltz a2, .-124                           # 9602f8
bltz a3, .-60                            # 9603fc
bltz a4, .-28                            # 9604fe
bltz a5, .-12                            # 9605ff
bltz a6, .-4                             # 9686ff
bltz a7, .+0                             # 96c7ff
bltz a8, .+2                             # 96e8ff
bltz a9, .+3                             # 96f9ff
bltz a10, .+4                            # 960a00
bltz a11, .+5                            # 961b00
bltz a12, .+6                            # 962c00
bltz a13, .+8                            # 964d00
bltz a14, .+12                           # 968e00
bltz a15, .+20                           # 960f01
bltz a0, .+36                            # 960002
bltz sp, .+68                            # 960104
bltz a2, .+132                           # 960208
bltz a3, .+260                           # 960310
bltz a4, .+516                           # 960420
bltz a5, .+1028                          # 960540
bltz a6, .+2050                          # 96e67f
bltz a7, .+2051                          # 96f77f
bltz a8, .-2044                          # 960880
bltz a9, .-2043                          # 961980
bltz a10, .-1020                         # 960ac0
bgez a0, .-508                           # d600e0
bgez sp, .-252                           # d601f0
bgez a2, .-124                           # d602f8
bgez a3, .-60                            # d603fc
bgez a4, .-28                            # d604fe
bgez a5, .-12                            # d605ff
bgez a6, .-4                             # d686ff
bgez a7, .+0                             # d6c7ff
bgez a8, .+2                             # d6e8ff
bgez a9, .+3                             # d6f9ff
bgez a10, .+4                            # d60a00
bgez a11, .+5                            # d61b00
bgez a12, .+6                            # d62c00
bgez a13, .+8                            # d64d00
bgez a14, .+12                           # d68e00
bgez a15, .+20                           # d60f01
bgez a0, .+36                            # d60002
bgez sp, .+68                            # d60104
bgez a2, .+132                           # d60208
bgez a3, .+260                           # d60310
bgez a4, .+516                           # d60420
bgez a5, .+1028                          # d60540
bgez a6, .+2050                          # d6e67f
bgez a7, .+2051                          # d6f77f
bgez a8, .-2044                          # d60880
bgez a9, .-2043                          # d61980
bgez a10, .-1020                         # d60ac0
beqi a0, 3, .+0                          # 2630fc
beqi sp, 4, .+2                          # 2641fe
beqi a2, 5, .+3                          # 2652ff
beqi a3, 6, .+4                          # 266300
beqi a4, 7, .+5                          # 267401
beqi a5, 8, .+6                          # 268502
beqi a6, 10, .+8                         # 269604
beqi a7, 12, .+12                        # 26a708
beqi a8, 16, .+20                        # 26b810
beqi a9, 32, .+36                        # 26c920
beqi a10, 64, .+68                       # 26da40
beqi a11, 128, .+130                     # 26eb7e
beqi a12, 256, .+131                     # 26fc7f
beqi a13, -1, .-124                      # 260d80
beqi a14, 1, .-123                       # 261e81
beqi a15, 2, .-60                        # 262fc0
beqi a0, 3, .-28                         # 2630e0
beqi sp, 4, .-12                         # 2641f0
beqi a2, 5, .-4                          # 2652f8
bnei a0, 3, .+0                          # 6630fc
bnei sp, 4, .+2                          # 6641fe
bnei a2, 5, .+3                          # 6652ff
bnei a3, 6, .+4                          # 666300
bnei a4, 7, .+5                          # 667401
bnei a5, 8, .+6                          # 668502
bnei a6, 10, .+8                         # 669604
bnei a7, 12, .+12                        # 66a708
bnei a8, 16, .+20                        # 66b810
bnei a9, 32, .+36                        # 66c920
bnei a10, 64, .+68                       # 66da40
bnei a11, 128, .+130                     # 66eb7e
bnei a12, 256, .+131                     # 66fc7f
bnei a13, -1, .-124                      # 660d80
bnei a14, 1, .-123                       # 661e81
bnei a15, 2, .-60                        # 662fc0
bnei a0, 3, .-28                         # 6630e0
bnei sp, 4, .-12                         # 6641f0
bnei a2, 5, .-4                          # 6652f8
blti a0, 3, .+0                          # a630fc
blti sp, 4, .+2                          # a641fe
blti a2, 5, .+3                          # a652ff
blti a3, 6, .+4                          # a66300
blti a4, 7, .+5                          # a67401
blti a5, 8, .+6                          # a68502
blti a6, 10, .+8                         # a69604
blti a7, 12, .+12                        # a6a708
blti a8, 16, .+20                        # a6b810
blti a9, 32, .+36                        # a6c920
blti a10, 64, .+68                       # a6da40
blti a11, 128, .+130                     # a6eb7e
blti a12, 256, .+131                     # a6fc7f
blti a13, -1, .-124                      # a60d80
blti a14, 1, .-123                       # a61e81
blti a15, 2, .-60                        # a62fc0
blti a0, 3, .-28                         # a630e0
blti sp, 4, .-12                         # a641f0
blti a2, 5, .-4                          # a652f8
bgei a0, 3, .+0                          # e630fc
bgei sp, 4, .+2                          # e641fe
bgei a2, 5, .+3                          # e652ff
bgei a3, 6, .+4                          # e66300
bgei a4, 7, .+5                          # e67401
bgei a5, 8, .+6                          # e68502
bgei a6, 10, .+8                         # e69604
bgei a7, 12, .+12                        # e6a708
bgei a8, 16, .+20                        # e6b810
bgei a9, 32, .+36                        # e6c920
bgei a10, 64, .+68                       # e6da40
bgei a11, 128, .+130                     # e6eb7e
bgei a12, 256, .+131                     # e6fc7f
bgei a13, -1, .-124                      # e60d80
bgei a14, 1, .-123                       # e61e81
bgei a15, 2, .-60                        # e62fc0
bgei a0, 3, .-28                         # e630e0
bgei sp, 4, .-12                         # e641f0
bgei a2, 5, .-4                          # e652f8
bltui a0, 5, .+0                         # b650fc
bltui sp, 6, .+2                         # b661fe
bltui a2, 7, .+3                         # b672ff
bltui a3, 8, .+4                         # b68300
bltui a4, 10, .+5                        # b69401
bltui a5, 12, .+6                        # b6a502
bltui a6, 16, .+8                        # b6b604
bltui a7, 32, .+12                       # b6c708
bltui a8, 64, .+20                       # b6d810
bltui a9, 128, .+36                      # b6e920
bltui a10, 256, .+68                     # b6fa40
bltui a11, 32768, .+130                  # b60b7e
bltui a12, 65536, .+131                  # b61c7f
bltui a13, 2, .-124                      # b62d80
bltui a14, 3, .-123                      # b63e81
bltui a15, 4, .-60                       # b64fc0
bltui a0, 5, .-28                        # b650e0
bltui sp, 6, .-12                        # b661f0
bltui a2, 7, .-4                         # b672f8
bgeui a0, 5, .+0                         # f650fc
bgeui sp, 6, .+2                         # f661fe
bgeui a2, 7, .+3                         # f672ff
bgeui a3, 8, .+4                         # f68300
bgeui a4, 10, .+5                        # f69401
bgeui a5, 12, .+6                        # f6a502
bgeui a6, 16, .+8                        # f6b604
bgeui a7, 32, .+12                       # f6c708
bgeui a8, 64, .+20                       # f6d810
bgeui a9, 128, .+36                      # f6e920
bgeui a10, 256, .+68                     # f6fa40
bgeui a11, 32768, .+130                  # f60b7e
bgeui a12, 65536, .+131                  # f61c7f
bgeui a13, 2, .-124                      # f62d80
bgeui a14, 3, .-123                      # f63e81
bgeui a15, 4, .-60                       # f64fc0
bgeui a0, 5, .-28                        # f650e0
bgeui sp, 6, .-12                        # f661f0
bgeui a2, 7, .-4                         # f672f8
beq a0, a3, .+0                          # 3710fc
beq sp, a4, .+2                          # 4711fe
beq a2, a5, .+3                          # 5712ff
beq a3, a6, .+4                          # 671300
beq a4, a7, .+5                          # 771401
beq a5, a8, .+6                          # 871502
beq a6, a9, .+8                          # 971604
beq a7, a10, .+12                        # a71708
beq a8, a11, .+20                        # b71810
beq a9, a12, .+36                        # c71920
beq a10, a13, .+68                       # d71a40
beq a11, a14, .+130                      # e71b7e
beq a12, a15, .+131                      # f71c7f
beq a13, a0, .-124                       # 071d80
beq a14, sp, .-123                       # 171e81
beq a15, a2, .-60                        # 271fc0
beq a0, a3, .-28                         # 3710e0
beq sp, a4, .-12                         # 4711f0
beq a2, a5, .-4                          # 5712f8
bne a0, a3, .+0                          # 3790fc
bne sp, a4, .+2                          # 4791fe
bne a2, a5, .+3                          # 5792ff
bne a3, a6, .+4                          # 679300
bne a4, a7, .+5                          # 779401
bne a5, a8, .+6                          # 879502
bne a6, a9, .+8                          # 979604
bne a7, a10, .+12                        # a79708
bne a8, a11, .+20                        # b79810
bne a9, a12, .+36                        # c79920
bne a10, a13, .+68                       # d79a40
bne a11, a14, .+130                      # e79b7e
bne a12, a15, .+131                      # f79c7f
bne a13, a0, .-124                       # 079d80
bne a14, sp, .-123                       # 179e81
bne a15, a2, .-60                        # 279fc0
bne a0, a3, .-28                         # 3790e0
bne sp, a4, .-12                         # 4791f0
bne a2, a5, .-4                          # 5792f8
blt a0, a3, .+0                          # 3720fc
blt sp, a4, .+2                          # 4721fe
blt a2, a5, .+3                          # 5722ff
blt a3, a6, .+4                          # 672300
blt a4, a7, .+5                          # 772401
blt a5, a8, .+6                          # 872502
blt a6, a9, .+8                          # 972604
blt a7, a10, .+12                        # a72708
blt a8, a11, .+20                        # b72810
blt a9, a12, .+36                        # c72920
blt a10, a13, .+68                       # d72a40
blt a11, a14, .+130                      # e72b7e
blt a12, a15, .+131                      # f72c7f
blt a13, a0, .-124                       # 072d80
blt a14, sp, .-123                       # 172e81
blt a15, a2, .-60                        # 272fc0
blt a0, a3, .-28                         # 3720e0
blt sp, a4, .-12                         # 4721f0
blt a2, a5, .-4                          # 5722f8
bge a0, a3, .+0                          # 37a0fc
bge sp, a4, .+2                          # 47a1fe
bge a2, a5, .+3                          # 57a2ff
bge a3, a6, .+4                          # 67a300
bge a4, a7, .+5                          # 77a401
bge a5, a8, .+6                          # 87a502
bge a6, a9, .+8                          # 97a604
bge a7, a10, .+12                        # a7a708
bge a8, a11, .+20                        # b7a810
bge a9, a12, .+36                        # c7a920
bge a10, a13, .+68                       # d7aa40
bge a11, a14, .+130                      # e7ab7e
bge a12, a15, .+131                      # f7ac7f
bge a13, a0, .-124                       # 07ad80
bge a14, sp, .-123                       # 17ae81
bge a15, a2, .-60                        # 27afc0
bge a0, a3, .-28                         # 37a0e0
bge sp, a4, .-12                         # 47a1f0
bge a2, a5, .-4                          # 57a2f8
bltu a0, a3, .+0                         # 3730fc
bltu sp, a4, .+2                         # 4731fe
bltu a2, a5, .+3                         # 5732ff
bltu a3, a6, .+4                         # 673300
bltu a4, a7, .+5                         # 773401
bltu a5, a8, .+6                         # 873502
bltu a6, a9, .+8                         # 973604
bltu a7, a10, .+12                       # a73708
bltu a8, a11, .+20                       # b73810
bltu a9, a12, .+36                       # c73920
bltu a10, a13, .+68                      # d73a40
bltu a11, a14, .+130                     # e73b7e
bltu a12, a15, .+131                     # f73c7f
bltu a13, a0, .-124                      # 073d80
bltu a14, sp, .-123                      # 173e81
bltu a15, a2, .-60                       # 273fc0
bltu a0, a3, .-28                        # 3730e0
bltu sp, a4, .-12                        # 4731f0
bltu a2, a5, .-4                         # 5732f8
bgeu a0, a3, .+0                         # 37b0fc
bgeu sp, a4, .+2                         # 47b1fe
bgeu a2, a5, .+3                         # 57b2ff
bgeu a3, a6, .+4                         # 67b300
bgeu a4, a7, .+5                         # 77b401
bgeu a5, a8, .+6                         # 87b502
bgeu a6, a9, .+8                         # 97b604
bgeu a7, a10, .+12                       # a7b708
bgeu a8, a11, .+20                       # b7b810
bgeu a9, a12, .+36                       # c7b920
bgeu a10, a13, .+68                      # d7ba40
bgeu a11, a14, .+130                     # e7bb7e
bgeu a12, a15, .+131                     # f7bc7f
bgeu a13, a0, .-124                      # 07bd80
bgeu a14, sp, .-123                      # 17be81
bgeu a15, a2, .-60                       # 27bfc0
bgeu a0, a3, .-28                        # 37b0e0
bgeu sp, a4, .-12                        # 47b1f0
bgeu a2, a5, .-4                         # 57b2f8
bnone a0, a3, .+0                        # 3700fc
bnone sp, a4, .+2                        # 4701fe
bnone a2, a5, .+3                        # 5702ff
bnone a3, a6, .+4                        # 670300
bnone a4, a7, .+5                        # 770401
bnone a5, a8, .+6                        # 870502
bnone a6, a9, .+8                        # 970604
bnone a7, a10, .+12                      # a70708
bnone a8, a11, .+20                      # b70810
bnone a9, a12, .+36                      # c70920
bnone a10, a13, .+68                     # d70a40
bnone a11, a14, .+130                    # e70b7e
bnone a12, a15, .+131                    # f70c7f
bnone a13, a0, .-124                     # 070d80
bnone a14, sp, .-123                     # 170e81
bnone a15, a2, .-60                      # 270fc0
bnone a0, a3, .-28                       # 3700e0
bnone sp, a4, .-12                       # 4701f0
bnone a2, a5, .-4                        # 5702f8
bany a0, a3, .+0                         # 3780fc
bany sp, a4, .+2                         # 4781fe
bany a2, a5, .+3                         # 5782ff
bany a3, a6, .+4                         # 678300
bany a4, a7, .+5                         # 778401
bany a5, a8, .+6                         # 878502
bany a6, a9, .+8                         # 978604
bany a7, a10, .+12                       # a78708
bany a8, a11, .+20                       # b78810
bany a9, a12, .+36                       # c78920
bany a10, a13, .+68                      # d78a40
bany a11, a14, .+130                     # e78b7e
bany a12, a15, .+131                     # f78c7f
bany a13, a0, .-124                      # 078d80
bany a14, sp, .-123                      # 178e81
bany a15, a2, .-60                       # 278fc0
bany a0, a3, .-28                        # 3780e0
bany sp, a4, .-12                        # 4781f0
bany a2, a5, .-4                         # 5782f8
ball a0, a3, .+0                         # 3740fc
ball sp, a4, .+2                         # 4741fe
ball a2, a5, .+3                         # 5742ff
ball a3, a6, .+4                         # 674300
ball a4, a7, .+5                         # 774401
ball a5, a8, .+6                         # 874502
ball a6, a9, .+8                         # 974604
ball a7, a10, .+12                       # a74708
ball a8, a11, .+20                       # b74810
ball a9, a12, .+36                       # c74920
ball a10, a13, .+68                      # d74a40
ball a11, a14, .+130                     # e74b7e
ball a12, a15, .+131                     # f74c7f
ball a13, a0, .-124                      # 074d80
ball a14, sp, .-123                      # 174e81
ball a15, a2, .-60                       # 274fc0
ball a0, a3, .-28                        # 3740e0
ball sp, a4, .-12                        # 4741f0
ball a2, a5, .-4                         # 5742f8
bnall a0, a3, .+0                        # 37c0fc
bnall sp, a4, .+2                        # 47c1fe
bnall a2, a5, .+3                        # 57c2ff
bnall a3, a6, .+4                        # 67c300
bnall a4, a7, .+5                        # 77c401
bnall a5, a8, .+6                        # 87c502
bnall a6, a9, .+8                        # 97c604
bnall a7, a10, .+12                      # a7c708
bnall a8, a11, .+20                      # b7c810
bnall a9, a12, .+36                      # c7c920
bnall a10, a13, .+68                     # d7ca40
bnall a11, a14, .+130                    # e7cb7e
bnall a12, a15, .+131                    # f7cc7f
bnall a13, a0, .-124                     # 07cd80
bnall a14, sp, .-123                     # 17ce81
bnall a15, a2, .-60                      # 27cfc0
bnall a0, a3, .-28                       # 37c0e0
bnall sp, a4, .-12                       # 47c1f0
bnall a2, a5, .-4                        # 57c2f8
bbc a0, a3, .+0                          # 3750fc
bbc sp, a4, .+2                          # 4751fe
bbc a2, a5, .+3                          # 5752ff
bbc a3, a6, .+4                          # 675300
bbc a4, a7, .+5                          # 775401
bbc a5, a8, .+6                          # 875502
bbc a6, a9, .+8                          # 975604
bbc a7, a10, .+12                        # a75708
bbc a8, a11, .+20                        # b75810
bbc a9, a12, .+36                        # c75920
bbc a10, a13, .+68                       # d75a40
bbc a11, a14, .+130                      # e75b7e
bbc a12, a15, .+131                      # f75c7f
bbc a13, a0, .-124                       # 075d80
bbc a14, sp, .-123                       # 175e81
bbc a15, a2, .-60                        # 275fc0
bbc a0, a3, .-28                         # 3750e0
bbc sp, a4, .-12                         # 4751f0
bbc a2, a5, .-4                          # 5752f8
bbs a0, a3, .+0                          # 37d0fc
bbs sp, a4, .+2                          # 47d1fe
bbs a2, a5, .+3                          # 57d2ff
bbs a3, a6, .+4                          # 67d300
bbs a4, a7, .+5                          # 77d401
bbs a5, a8, .+6                          # 87d502
bbs a6, a9, .+8                          # 97d604
bbs a7, a10, .+12                        # a7d708
bbs a8, a11, .+20                        # b7d810
bbs a9, a12, .+36                        # c7d920
bbs a10, a13, .+68                       # d7da40
bbs a11, a14, .+130                      # e7db7e
bbs a12, a15, .+131                      # f7dc7f
bbs a13, a0, .-124                       # 07dd80
bbs a14, sp, .-123                       # 17de81
bbs a15, a2, .-60                        # 27dfc0
bbs a0, a3, .-28                         # 37d0e0
bbs sp, a4, .-12                         # 47d1f0
bbs a2, a5, .-4                          # 57d2f8
bbci a0, 4, .+0                          # 4760fc
bbci sp, 8, .+2                          # 8761fe
bbci a2, 16, .+3                         # 0772ff
bbci a3, 30, .+4                         # e77300
bbci a4, 31, .+5                         # f77401
bbci a5, 0, .+6                          # 076502
bbci a6, 1, .+8                          # 176604
bbci a7, 2, .+12                         # 276708
bbci a8, 4, .+20                         # 476810
bbci a9, 8, .+36                         # 876920
bbci a10, 16, .+68                       # 077a40
bbci a11, 30, .+130                      # e77b7e
bbci a12, 31, .+131                      # f77c7f
bbci a13, 0, .-124                       # 076d80
bbci a14, 1, .-123                       # 176e81
bbci a15, 2, .-60                        # 276fc0
bbci a0, 4, .-28                         # 4760e0
bbci sp, 8, .-12                         # 8761f0
bbci a2, 16, .-4                         # 0772f8
bbsi a0, 4, .+0                          # 47e0fc
bbsi sp, 8, .+2                          # 87e1fe
bbsi a2, 16, .+3                         # 07f2ff
bbsi a3, 30, .+4                         # e7f300
bbsi a4, 31, .+5                         # f7f401
bbsi a5, 0, .+6                          # 07e502
bbsi a6, 1, .+8                          # 17e604
bbsi a7, 2, .+12                         # 27e708
bbsi a8, 4, .+20                         # 47e810
bbsi a9, 8, .+36                         # 87e920
bbsi a10, 16, .+68                       # 07fa40
bbsi a11, 30, .+130                      # e7fb7e
bbsi a12, 31, .+131                      # f7fc7f
bbsi a13, 0, .-124                       # 07ed80
bbsi a14, 1, .-123                       # 17ee81
bbsi a15, 2, .-60                        # 27efc0
bbsi a0, 4, .-28                         # 47e0e0
bbsi sp, 8, .-12                         # 87e1f0
bbsi a2, 16, .-4                         # 07f2f8

# Section 3.8.6
movi a0, -512                            # 02ae00
movi sp, -256                            # 12af00
movi a2, -128                            # 22af80
movi a3, -64                             # 32afc0
movi a4, -32                             # 42afe0
movi a5, -16                             # 52aff0
movi a6, -8                              # 62aff8
movi a7, -4                              # 72affc
movi a8, -2                              # 82affe
movi a9, -1                              # 92afff
movi a10, 0                              # a2a000
movi a11, 1                              # b2a001
movi a12, 2                              # c2a002
movi a13, 4                              # d2a004
movi a14, 8                              # e2a008
movi a15, 16                             # f2a010
movi a0, 32                              # 02a020
movi sp, 64                              # 12a040
movi a2, 128                             # 22a080
movi a3, 256                             # 32a100
movi a4, 512                             # 42a200
movi a5, 1024                            # 52a400
movi a6, 2046                            # 62a7fe
movi a7, 2047                            # 72a7ff
movi a8, -2048                           # 82a800
movi a9, -2047                           # 92a801
movi a10, -1024                          # a2ac00
moveqz a0, a3, a6                        # 600383
moveqz sp, a4, a7                        # 701483
moveqz a2, a5, a8                        # 802583
moveqz a3, a6, a9                        # 903683
moveqz a4, a7, a10                       # a04783
moveqz a5, a8, a11                       # b05883
moveqz a6, a9, a12                       # c06983
moveqz a7, a10, a13                      # d07a83
moveqz a8, a11, a14                      # e08b83
moveqz a9, a12, a15                      # f09c83
moveqz a10, a13, a0                      # 00ad83
moveqz a11, a14, sp                      # 10be83
moveqz a12, a15, a2                      # 20cf83
moveqz a13, a0, a3                       # 30d083
moveqz a14, sp, a4                       # 40e183
moveqz a15, a2, a5                       # 50f283
movnez a0, a3, a6                        # 600393
movnez sp, a4, a7                        # 701493
movnez a2, a5, a8                        # 802593
movnez a3, a6, a9                        # 903693
movnez a4, a7, a10                       # a04793
movnez a5, a8, a11                       # b05893
movnez a6, a9, a12                       # c06993
movnez a7, a10, a13                      # d07a93
movnez a8, a11, a14                      # e08b93
movnez a9, a12, a15                      # f09c93
movnez a10, a13, a0                      # 00ad93
movnez a11, a14, sp                      # 10be93
movnez a12, a15, a2                      # 20cf93
movnez a13, a0, a3                       # 30d093
movnez a14, sp, a4                       # 40e193
movnez a15, a2, a5                       # 50f293
movltz a0, a3, a6                        # 6003a3
movltz sp, a4, a7                        # 7014a3
movltz a2, a5, a8                        # 8025a3
movltz a3, a6, a9                        # 9036a3
movltz a4, a7, a10                       # a047a3
movltz a5, a8, a11                       # b058a3
movltz a6, a9, a12                       # c069a3
movltz a7, a10, a13                      # d07aa3
movltz a8, a11, a14                      # e08ba3
movltz a9, a12, a15                      # f09ca3
movltz a10, a13, a0                      # 00ada3
movltz a11, a14, sp                      # 10bea3
movltz a12, a15, a2                      # 20cfa3
movltz a13, a0, a3                       # 30d0a3
movltz a14, sp, a4                       # 40e1a3
movltz a15, a2, a5                       # 50f2a3
movgez a0, a3, a6                        # 6003b3
movgez sp, a4, a7                        # 7014b3
movgez a2, a5, a8                        # 8025b3
movgez a3, a6, a9                        # 9036b3
movgez a4, a7, a10                       # a047b3
movgez a5, a8, a11                       # b058b3
movgez a6, a9, a12                       # c069b3
movgez a7, a10, a13                      # d07ab3
movgez a8, a11, a14                      # e08bb3
movgez a9, a12, a15                      # f09cb3
movgez a10, a13, a0                      # 00adb3
movgez a11, a14, sp                      # 10beb3
movgez a12, a15, a2                      # 20cfb3
movgez a13, a0, a3                       # 30d0b3
movgez a14, sp, a4                       # 40e1b3
movgez a15, a2, a5                       # 50f2b3

# Section 3.8.7
addi a0, a3, -4                          # 02c3fc
addi sp, a4, -2                          # 12c4fe
addi a2, a5, -1                          # 22c5ff
addi a3, a6, 0                           # 32c600
addi a4, a7, 1                           # 42c701
addi a5, a8, 2                           # 52c802
addi a6, a9, 4                           # 62c904
addi a7, a10, 8                          # 72ca08
addi a8, a11, 16                         # 82cb10
addi a9, a12, 32                         # 92cc20
addi a10, a13, 64                        # a2cd40
addi a11, a14, 126                       # b2ce7e
addi a12, a15, 127                       # c2cf7f
addi a13, a0, -128                       # d2c080
addi a14, sp, -127                       # e2c181
addi a15, a2, -64                        # f2c2c0
addi a0, a3, -32                         # 02c3e0
addi sp, a4, -16                         # 12c4f0
addi a2, a5, -8                          # 22c5f8
addmi a0, a3, -1024                      # 02d3fc
addmi sp, a4, -512                       # 12d4fe
addmi a2, a5, -256                       # 22d5ff
addmi a3, a6, 0                          # 32d600
addmi a4, a7, 256                        # 42d701
addmi a5, a8, 512                        # 52d802
addmi a6, a9, 1024                       # 62d904
addmi a7, a10, 2048                      # 72da08
addmi a8, a11, 4096                      # 82db10
addmi a9, a12, 8192                      # 92dc20
addmi a10, a13, 16384                    # a2dd40
addmi a11, a14, 32256                    # b2de7e
addmi a12, a15, 32512                    # c2df7f
addmi a13, a0, -32768                    # d2d080
addmi a14, sp, -32512                    # e2d181
addmi a15, a2, -16384                    # f2d2c0
addmi a0, a3, -8192                      # 02d3e0
addmi sp, a4, -4096                      # 12d4f0
addmi a2, a5, -2048                      # 22d5f8
add a0, a3, a6                           # 600380
add sp, a4, a7                           # 701480
add a2, a5, a8                           # 802580
add a3, a6, a9                           # 903680
add a4, a7, a10                          # a04780
add a5, a8, a11                          # b05880
add a6, a9, a12                          # c06980
add a7, a10, a13                         # d07a80
add a8, a11, a14                         # e08b80
add a9, a12, a15                         # f09c80
add a10, a13, a0                         # 00ad80
add a11, a14, sp                         # 10be80
add a12, a15, a2                         # 20cf80
add a13, a0, a3                          # 30d080
add a14, sp, a4                          # 40e180
add a15, a2, a5                          # 50f280
addx2 a0, a3, a6                         # 600390
addx2 sp, a4, a7                         # 701490
addx2 a2, a5, a8                         # 802590
addx2 a3, a6, a9                         # 903690
addx2 a4, a7, a10                        # a04790
addx2 a5, a8, a11                        # b05890
addx2 a6, a9, a12                        # c06990
addx2 a7, a10, a13                       # d07a90
addx2 a8, a11, a14                       # e08b90
addx2 a9, a12, a15                       # f09c90
addx2 a10, a13, a0                       # 00ad90
addx2 a11, a14, sp                       # 10be90
addx2 a12, a15, a2                       # 20cf90
addx2 a13, a0, a3                        # 30d090
addx2 a14, sp, a4                        # 40e190
addx2 a15, a2, a5                        # 50f290
addx4 a0, a3, a6                         # 6003a0
addx4 sp, a4, a7                         # 7014a0
addx4 a2, a5, a8                         # 8025a0
addx4 a3, a6, a9                         # 9036a0
addx4 a4, a7, a10                        # a047a0
addx4 a5, a8, a11                        # b058a0
addx4 a6, a9, a12                        # c069a0
addx4 a7, a10, a13                       # d07aa0
addx4 a8, a11, a14                       # e08ba0
addx4 a9, a12, a15                       # f09ca0
addx4 a10, a13, a0                       # 00ada0
addx4 a11, a14, sp                       # 10bea0
addx4 a12, a15, a2                       # 20cfa0
addx4 a13, a0, a3                        # 30d0a0
addx4 a14, sp, a4                        # 40e1a0
addx4 a15, a2, a5                        # 50f2a0
addx8 a0, a3, a6                         # 6003b0
addx8 sp, a4, a7                         # 7014b0
addx8 a2, a5, a8                         # 8025b0
addx8 a3, a6, a9                         # 9036b0
addx8 a4, a7, a10                        # a047b0
addx8 a5, a8, a11                        # b058b0
addx8 a6, a9, a12                        # c069b0
addx8 a7, a10, a13                       # d07ab0
addx8 a8, a11, a14                       # e08bb0
addx8 a9, a12, a15                       # f09cb0
addx8 a10, a13, a0                       # 00adb0
addx8 a11, a14, sp                       # 10beb0
addx8 a12, a15, a2                       # 20cfb0
addx8 a13, a0, a3                        # 30d0b0
addx8 a14, sp, a4                        # 40e1b0
addx8 a15, a2, a5                        # 50f2b0
sub a0, a3, a6                           # 6003c0
sub sp, a4, a7                           # 7014c0
sub a2, a5, a8                           # 8025c0
sub a3, a6, a9                           # 9036c0
sub a4, a7, a10                          # a047c0
sub a5, a8, a11                          # b058c0
sub a6, a9, a12                          # c069c0
sub a7, a10, a13                         # d07ac0
sub a8, a11, a14                         # e08bc0
sub a9, a12, a15                         # f09cc0
sub a10, a13, a0                         # 00adc0
sub a11, a14, sp                         # 10bec0
sub a12, a15, a2                         # 20cfc0
sub a13, a0, a3                          # 30d0c0
sub a14, sp, a4                          # 40e1c0
sub a15, a2, a5                          # 50f2c0
subx2 a0, a3, a6                         # 6003d0
subx2 sp, a4, a7                         # 7014d0
subx2 a2, a5, a8                         # 8025d0
subx2 a3, a6, a9                         # 9036d0
subx2 a4, a7, a10                        # a047d0
subx2 a5, a8, a11                        # b058d0
subx2 a6, a9, a12                        # c069d0
subx2 a7, a10, a13                       # d07ad0
subx2 a8, a11, a14                       # e08bd0
subx2 a9, a12, a15                       # f09cd0
subx2 a10, a13, a0                       # 00add0
subx2 a11, a14, sp                       # 10bed0
subx2 a12, a15, a2                       # 20cfd0
subx2 a13, a0, a3                        # 30d0d0
subx2 a14, sp, a4                        # 40e1d0
subx2 a15, a2, a5                        # 50f2d0
subx4 a0, a3, a6                         # 6003e0
subx4 sp, a4, a7                         # 7014e0
subx4 a2, a5, a8                         # 8025e0
subx4 a3, a6, a9                         # 9036e0
subx4 a4, a7, a10                        # a047e0
subx4 a5, a8, a11                        # b058e0
subx4 a6, a9, a12                        # c069e0
subx4 a7, a10, a13                       # d07ae0
subx4 a8, a11, a14                       # e08be0
subx4 a9, a12, a15                       # f09ce0
subx4 a10, a13, a0                       # 00ade0
subx4 a11, a14, sp                       # 10bee0
subx4 a12, a15, a2                       # 20cfe0
subx4 a13, a0, a3                        # 30d0e0
subx4 a14, sp, a4                        # 40e1e0
subx4 a15, a2, a5                        # 50f2e0
subx8 a0, a3, a6                         # 6003f0
subx8 sp, a4, a7                         # 7014f0
subx8 a2, a5, a8                         # 8025f0
subx8 a3, a6, a9                         # 9036f0
subx8 a4, a7, a10                        # a047f0
subx8 a5, a8, a11                        # b058f0
subx8 a6, a9, a12                        # c069f0
subx8 a7, a10, a13                       # d07af0
subx8 a8, a11, a14                       # e08bf0
subx8 a9, a12, a15                       # f09cf0
subx8 a10, a13, a0                       # 00adf0
subx8 a11, a14, sp                       # 10bef0
subx8 a12, a15, a2                       # 20cff0
subx8 a13, a0, a3                        # 30d0f0
subx8 a14, sp, a4                        # 40e1f0
subx8 a15, a2, a5                        # 50f2f0
neg a0, a3                               # 300060
neg sp, a4                               # 401060
neg a2, a5                               # 502060
neg a3, a6                               # 603060
neg a4, a7                               # 704060
neg a5, a8                               # 805060
neg a6, a9                               # 906060
neg a7, a10                              # a07060
neg a8, a11                              # b08060
neg a9, a12                              # c09060
neg a10, a13                             # d0a060
neg a11, a14                             # e0b060
neg a12, a15                             # f0c060
neg a13, a0                              # 00d060
neg a14, sp                              # 10e060
neg a15, a2                              # 20f060
abs a0, a3                               # 300160
abs sp, a4                               # 401160
abs a2, a5                               # 502160
abs a3, a6                               # 603160
abs a4, a7                               # 704160
abs a5, a8                               # 805160
abs a6, a9                               # 906160
abs a7, a10                              # a07160
abs a8, a11                              # b08160
abs a9, a12                              # c09160
abs a10, a13                             # d0a160
abs a11, a14                             # e0b160
abs a12, a15                             # f0c160
abs a13, a0                              # 00d160
abs a14, sp                              # 10e160
abs a15, a2                              # 20f160

# Section 3.8.8
and a0, a3, a6                           # 600310
and sp, a4, a7                           # 701410
and a2, a5, a8                           # 802510
and a3, a6, a9                           # 903610
and a4, a7, a10                          # a04710
and a5, a8, a11                          # b05810
and a6, a9, a12                          # c06910
and a7, a10, a13                         # d07a10
and a8, a11, a14                         # e08b10
and a9, a12, a15                         # f09c10
and a10, a13, a0                         # 00ad10
and a11, a14, sp                         # 10be10
and a12, a15, a2                         # 20cf10
and a13, a0, a3                          # 30d010
and a14, sp, a4                          # 40e110
and a15, a2, a5                          # 50f210
or a0, a3, a6                            # 600320
or sp, a4, a7                            # 701420
or a2, a5, a8                            # 802520
or a3, a6, a9                            # 903620
or a4, a7, a10                           # a04720
or a5, a8, a11                           # b05820
or a6, a9, a12                           # c06920
or a7, a10, a13                          # d07a20
or a8, a11, a14                          # e08b20
or a9, a12, a15                          # f09c20
or a10, a13, a0                          # 00ad20
or a11, a14, sp                          # 10be20
or a12, a15, a2                          # 20cf20
or a13, a0, a3                           # 30d020
or a14, sp, a4                           # 40e120
or a15, a2, a5                           # 50f220
xor a0, a3, a6                           # 600330
xor sp, a4, a7                           # 701430
xor a2, a5, a8                           # 802530
xor a3, a6, a9                           # 903630
xor a4, a7, a10                          # a04730
xor a5, a8, a11                          # b05830
xor a6, a9, a12                          # c06930
xor a7, a10, a13                         # d07a30
xor a8, a11, a14                         # e08b30
xor a9, a12, a15                         # f09c30
xor a10, a13, a0                         # 00ad30
xor a11, a14, sp                         # 10be30
xor a12, a15, a2                         # 20cf30
xor a13, a0, a3                          # 30d030
xor a14, sp, a4                          # 40e130
xor a15, a2, a5                          # 50f230

# Section 3.8.9
slli a0, a3, 31                          # 100301
slli sp, a4, 1                           # f01411
slli a2, a5, 2                           # e02511
slli a3, a6, 4                           # c03611
slli a4, a7, 8                           # 804711
slli a5, a8, 16                          # 005811
slli a6, a9, 30                          # 206901
slli a7, a10, 31                         # 107a01
slli a8, a11, 1                          # f08b11
slli a9, a12, 2                          # e09c11
slli a10, a13, 4                         # c0ad11
slli a11, a14, 8                         # 80be11
slli a12, a15, 16                        # 00cf11
slli a13, a0, 30                         # 20d001
slli a14, sp, 31                         # 10e101
slli a15, a2, 1                          # f0f211
srli a0, a3, 6                           # 300641
srli sp, a4, 7                           # 401741
srli a2, a5, 8                           # 502841
srli a3, a6, 9                           # 603941
srli a4, a7, 10                          # 704a41
srli a5, a8, 11                          # 805b41
srli a6, a9, 12                          # 906c41
srli a7, a10, 13                         # a07d41
srli a8, a11, 14                         # b08e41
srli a9, a12, 15                         # c09f41
srli a10, a13, 0                         # d0a041
srli a11, a14, 1                         # e0b141
srli a12, a15, 2                         # f0c241
srli a13, a0, 3                          # 00d341
srli a14, sp, 4                          # 10e441
srli a15, a2, 5                          # 20f541
srai a0, a3, 30                          # 300e31
srai sp, a4, 31                          # 401f31
srai a2, a5, 0                           # 502021
srai a3, a6, 1                           # 603121
srai a4, a7, 2                           # 704221
srai a5, a8, 4                           # 805421
srai a6, a9, 8                           # 906821
srai a7, a10, 16                         # a07031
srai a8, a11, 30                         # b08e31
srai a9, a12, 31                         # c09f31
srai a10, a13, 0                         # d0a021
srai a11, a14, 1                         # e0b121
srai a12, a15, 2                         # f0c221
srai a13, a0, 4                          # 00d421
srai a14, sp, 8                          # 10e821
srai a15, a2, 16                         # 20f031
extui a0, a3, 30, 10                     # 300e95
extui sp, a4, 31, 11                     # 401fa5
extui a2, a5, 0, 12                      # 5020b4
extui a3, a6, 1, 13                      # 6031c4
extui a4, a7, 2, 14                      # 7042d4
extui a5, a8, 4, 15                      # 8054e4
extui a6, a9, 8, 16                      # 9068f4
extui a7, a10, 16, 1                     # a07005
extui a8, a11, 30, 2                     # b08e15
extui a9, a12, 31, 3                     # c09f25
extui a10, a13, 0, 4                     # d0a034
extui a11, a14, 1, 5                     # e0b144
extui a12, a15, 2, 6                     # f0c254
extui a13, a0, 4, 7                      # 00d464
extui a14, sp, 8, 8                      # 10e874
extui a15, a2, 16, 9                     # 20f085
src a0, a3, a6                           # 600381
src sp, a4, a7                           # 701481
src a2, a5, a8                           # 802581
src a3, a6, a9                           # 903681
src a4, a7, a10                          # a04781
src a5, a8, a11                          # b05881
src a6, a9, a12                          # c06981
src a7, a10, a13                         # d07a81
src a8, a11, a14                         # e08b81
src a9, a12, a15                         # f09c81
src a10, a13, a0                         # 00ad81
src a11, a14, sp                         # 10be81
src a12, a15, a2                         # 20cf81
src a13, a0, a3                          # 30d081
src a14, sp, a4                          # 40e181
src a15, a2, a5                          # 50f281
srl a0, a3                               # 300091
srl sp, a4                               # 401091
srl a2, a5                               # 502091
srl a3, a6                               # 603091
srl a4, a7                               # 704091
srl a5, a8                               # 805091
srl a6, a9                               # 906091
srl a7, a10                              # a07091
srl a8, a11                              # b08091
srl a9, a12                              # c09091
srl a10, a13                             # d0a091
srl a11, a14                             # e0b091
srl a12, a15                             # f0c091
srl a13, a0                              # 00d091
srl a14, sp                              # 10e091
srl a15, a2                              # 20f091
sll a0, a3                               # 0003a1
sll sp, a4                               # 0014a1
sll a2, a5                               # 0025a1
sll a3, a6                               # 0036a1
sll a4, a7                               # 0047a1
sll a5, a8                               # 0058a1
sll a6, a9                               # 0069a1
sll a7, a10                              # 007aa1
sll a8, a11                              # 008ba1
sll a9, a12                              # 009ca1
sll a10, a13                             # 00ada1
sll a11, a14                             # 00bea1
sll a12, a15                             # 00cfa1
sll a13, a0                              # 00d0a1
sll a14, sp                              # 00e1a1
sll a15, a2                              # 00f2a1
sra a0, a3                               # 3000b1
sra sp, a4                               # 4010b1
sra a2, a5                               # 5020b1
sra a3, a6                               # 6030b1
sra a4, a7                               # 7040b1
sra a5, a8                               # 8050b1
sra a6, a9                               # 9060b1
sra a7, a10                              # a070b1
sra a8, a11                              # b080b1
sra a9, a12                              # c090b1
sra a10, a13                             # d0a0b1
sra a11, a14                             # e0b0b1
sra a12, a15                             # f0c0b1
sra a13, a0                              # 00d0b1
sra a14, sp                              # 10e0b1
sra a15, a2                              # 20f0b1
ssr a0                                   # 000040
ssr sp                                   # 000140
ssr a2                                   # 000240
ssr a3                                   # 000340
ssr a4                                   # 000440
ssr a5                                   # 000540
ssr a6                                   # 000640
ssr a7                                   # 000740
ssr a8                                   # 000840
ssr a9                                   # 000940
ssr a10                                  # 000a40
ssr a11                                  # 000b40
ssr a12                                  # 000c40
ssr a13                                  # 000d40
ssr a14                                  # 000e40
ssr a15                                  # 000f40
ssl a0                                   # 001040
ssl sp                                   # 001140
ssl a2                                   # 001240
ssl a3                                   # 001340
ssl a4                                   # 001440
ssl a5                                   # 001540
ssl a6                                   # 001640
ssl a7                                   # 001740
ssl a8                                   # 001840
ssl a9                                   # 001940
ssl a10                                  # 001a40
ssl a11                                  # 001b40
ssl a12                                  # 001c40
ssl a13                                  # 001d40
ssl a14                                  # 001e40
ssl a15                                  # 001f40
ssa8l a0                                 # 002040
ssa8l sp                                 # 002140
ssa8l a2                                 # 002240
ssa8l a3                                 # 002340
ssa8l a4                                 # 002440
ssa8l a5                                 # 002540
ssa8l a6                                 # 002640
ssa8l a7                                 # 002740
ssa8l a8                                 # 002840
ssa8l a9                                 # 002940
ssa8l a10                                # 002a40
ssa8l a11                                # 002b40
ssa8l a12                                # 002c40
ssa8l a13                                # 002d40
ssa8l a14                                # 002e40
ssa8l a15                                # 002f40
ssa8b a0                                 # 003040
ssa8b sp                                 # 003140
ssa8b a2                                 # 003240
ssa8b a3                                 # 003340
ssa8b a4                                 # 003440
ssa8b a5                                 # 003540
ssa8b a6                                 # 003640
ssa8b a7                                 # 003740
ssa8b a8                                 # 003840
ssa8b a9                                 # 003940
ssa8b a10                                # 003a40
ssa8b a11                                # 003b40
ssa8b a12                                # 003c40
ssa8b a13                                # 003d40
ssa8b a14                                # 003e40
ssa8b a15                                # 003f40
ssai 0                                   # 004040
ssai 1                                   # 004140
ssai 2                                   # 004240
ssai 4                                   # 004440
ssai 8                                   # 004840
ssai 16                                  # 104040
ssai 30                                  # 104e40
ssai 31                                  # 104f40

# Section 3.8.10
isync                                    # 002000
rsync                                    # 102000
esync                                    # 202000
dsync                                    # 302000
excw                                     # 802000
nop                                      # f02000
rsr a0, sar                              # 000303
rsr sp, br                               # 100403
rsr a2, scompare1                        # 200c03
rsr a3, acclo                            # 301003
rsr a4, acchi                            # 401103
rsr a5, m0                               # 502003
rsr a6, m1                               # 602103
rsr a7, m2                               # 702203
rsr a8, m3                               # 802303
rsr a9, windowbase                       # 904803
rsr a10, windowstart                     # a04903
rsr a11, ibreakenable                    # b06003
rsr a12, memctl                          # c06103
rsr a13, atomctl                         # d06303
rsr a14, ddr                             # e06803
rsr a15, ibreaka0                        # f08003
rsr a0, ibreaka1                         # 008103
rsr sp, dbreaka0                         # 109003
rsr a2, dbreaka1                         # 209103
rsr a3, dbreakc0                         # 30a003
rsr a4, dbreakc1                         # 40a103
rsr a5, configid0                        # 50b003
rsr a6, epc1                             # 60b103
rsr a7, epc2                             # 70b203
rsr a8, epc3                             # 80b303
rsr a9, epc4                             # 90b403
rsr a10, epc5                            # a0b503
rsr a11, epc6                            # b0b603
rsr a12, epc7                            # c0b703
rsr a13, depc                            # d0c003
rsr a14, eps2                            # e0c203
rsr a15, eps3                            # f0c303
rsr a0, eps4                             # 00c403
rsr sp, eps5                             # 10c503
rsr a2, eps6                             # 20c603
rsr a3, eps7                             # 30c703
rsr a4, configid1                        # 40d003
rsr a5, excsave1                         # 50d103
rsr a6, excsave2                         # 60d203
rsr a7, excsave3                         # 70d303
rsr a8, excsave4                         # 80d403
rsr a9, excsave5                         # 90d503
rsr a10, excsave6                        # a0d603
rsr a11, excsave7                        # b0d703
rsr a12, cpenable                        # c0e003
rsr a13, interrupt                       # d0e203
rsr a14, intenable                       # e0e403
rsr a15, ps                              # f0e603
rsr a0, vecbase                          # 00e703
rsr sp, exccause                         # 10e803
rsr a2, debugcause                       # 20e903
rsr a3, ccount                           # 30ea03
rsr a4, prid                             # 40eb03
rsr a5, icount                           # 50ec03
rsr a6, icountlevel                      # 60ed03
rsr a7, excvaddr                         # 70ee03
rsr a8, ccompare0                        # 80f003
rsr a9, ccompare1                        # 90f103
rsr a10, ccompare2                       # a0f203
rsr a11, misc0                           # b0f403
rsr a12, misc1                           # c0f503
rsr a13, misc2                           # d0f603
rsr a14, misc3                           # e0f703
rsr a15, lbeg                            # f00003
rsr a0, lend                             # 000103
rsr sp, lcount                           # 100203
wsr a0, sar                              # 000313
wsr sp, br                               # 100413
wsr a2, scompare1                        # 200c13
wsr a3, acclo                            # 301013
wsr a4, acchi                            # 401113
wsr a5, m0                               # 502013
wsr a6, m1                               # 602113
wsr a7, m2                               # 702213
wsr a8, m3                               # 802313
wsr a9, windowbase                       # 904813
wsr a10, windowstart                     # a04913
wsr a11, ibreakenable                    # b06013
wsr a12, memctl                          # c06113
wsr a13, atomctl                         # d06313
wsr a14, ddr                             # e06813
wsr a15, ibreaka0                        # f08013
wsr a0, ibreaka1                         # 008113
wsr sp, dbreaka0                         # 109013
wsr a2, dbreaka1                         # 209113
wsr a3, dbreakc0                         # 30a013
wsr a4, dbreakc1                         # 40a113
wsr a5, epc1                             # 50b113
wsr a6, epc2                             # 60b213
wsr a7, epc3                             # 70b313
wsr a8, epc4                             # 80b413
wsr a9, epc5                             # 90b513
wsr a10, epc6                            # a0b613
wsr a11, epc7                            # b0b713
wsr a12, depc                            # c0c013
wsr a13, eps2                            # d0c213
wsr a14, eps3                            # e0c313
wsr a15, eps4                            # f0c413
wsr a0, eps5                             # 00c513
wsr sp, eps6                             # 10c613
wsr a2, eps7                             # 20c713
wsr a3, excsave1                         # 30d113
wsr a4, excsave2                         # 40d213
wsr a5, excsave3                         # 50d313
wsr a6, excsave4                         # 60d413
wsr a7, excsave5                         # 70d513
wsr a8, excsave6                         # 80d613
wsr a9, excsave7                         # 90d713
wsr a10, cpenable                        # a0e013
wsr a11, intset                          # b0e213
wsr a12, intclear                        # c0e313
wsr a13, intenable                       # d0e413
wsr a14, ps                              # e0e613
wsr a15, vecbase                         # f0e713
wsr a0, exccause                         # 00e813
wsr sp, ccount                           # 10ea13
wsr a2, icount                           # 20ec13
wsr a3, icountlevel                      # 30ed13
wsr a4, excvaddr                         # 40ee13
wsr a5, ccompare0                        # 50f013
wsr a6, ccompare1                        # 60f113
wsr a7, ccompare2                        # 70f213
wsr a8, misc0                            # 80f413
wsr a9, misc1                            # 90f513
wsr a10, misc2                           # a0f613
wsr a11, misc3                           # b0f713
wsr a12, lbeg                            # c00013
wsr a13, lend                            # d00113
wsr a14, lcount                          # e00213
xsr a0, sar                              # 000361
xsr sp, br                               # 100461
xsr a2, scompare1                        # 200c61
xsr a3, acclo                            # 301061
xsr a4, acchi                            # 401161
xsr a5, m0                               # 502061
xsr a6, m1                               # 602161
xsr a7, m2                               # 702261
xsr a8, m3                               # 802361
xsr a9, windowbase                       # 904861
xsr a10, windowstart                     # a04961
xsr a11, ibreakenable                    # b06061
xsr a12, memctl                          # c06161
xsr a13, atomctl                         # d06361
xsr a14, ddr                             # e06861
xsr a15, ibreaka0                        # f08061
xsr a0, ibreaka1                         # 008161
xsr sp, dbreaka0                         # 109061
xsr a2, dbreaka1                         # 209161
xsr a3, dbreakc0                         # 30a061
xsr a4, dbreakc1                         # 40a161
xsr a5, epc1                             # 50b161
xsr a6, epc2                             # 60b261
xsr a7, epc3                             # 70b361
xsr a8, epc4                             # 80b461
xsr a9, epc5                             # 90b561
xsr a10, epc6                            # a0b661
xsr a11, epc7                            # b0b761
xsr a12, depc                            # c0c061
xsr a13, eps2                            # d0c261
xsr a14, eps3                            # e0c361
xsr a15, eps4                            # f0c461
xsr a0, eps5                             # 00c561
xsr sp, eps6                             # 10c661
xsr a2, eps7                             # 20c761
xsr a3, excsave1                         # 30d161
xsr a4, excsave2                         # 40d261
xsr a5, excsave3                         # 50d361
xsr a6, excsave4                         # 60d461
xsr a7, excsave5                         # 70d561
xsr a8, excsave6                         # 80d661
xsr a9, excsave7                         # 90d761
xsr a10, cpenable                        # a0e061
xsr a11, intenable                       # b0e461
xsr a12, ps                              # c0e661
xsr a13, vecbase                         # d0e761
xsr a14, exccause                        # e0e861
xsr a15, ccount                          # f0ea61
xsr a0, icount                           # 00ec61
xsr sp, icountlevel                      # 10ed61
xsr a2, excvaddr                         # 20ee61
xsr a3, ccompare0                        # 30f061
xsr a4, ccompare1                        # 40f161
xsr a5, ccompare2                        # 50f261
xsr a6, misc0                            # 60f461
xsr a7, misc1                            # 70f561
xsr a8, misc2                            # 80f661
xsr a9, misc3                            # 90f761
xsr a10, lbeg                            # a00061
xsr a11, lend                            # b00161
xsr a12, lcount                          # c00261
rur a0, threadptr                        # 700ee3
rur sp, fcr                              # 801ee3
rur a2, fsr                              # 902ee3
rur a3, threadptr                        # 703ee3
rur a4, fcr                              # 804ee3
rur a5, fsr                              # 905ee3
rur a6, threadptr                        # 706ee3
rur a7, fcr                              # 807ee3
rur a8, fsr                              # 908ee3
rur a9, threadptr                        # 709ee3
rur a10, fcr                             # 80aee3
rur a11, fsr                             # 90bee3
rur a12, threadptr                       # 70cee3
rur a13, fcr                             # 80dee3
rur a14, fsr                             # 90eee3
rur a15, threadptr                       # 70fee3
wur a0, threadptr                        # 00e7f3
wur sp, fcr                              # 10e8f3
wur a2, fsr                              # 20e9f3
wur a3, threadptr                        # 30e7f3
wur a4, fcr                              # 40e8f3
wur a5, fsr                              # 50e9f3
wur a6, threadptr                        # 60e7f3
wur a7, fcr                              # 70e8f3
wur a8, fsr                              # 80e9f3
wur a9, threadptr                        # 90e7f3
wur a10, fcr                             # a0e8f3
wur a11, fsr                             # b0e9f3
wur a12, threadptr                       # c0e7f3
wur a13, fcr                             # d0e8f3
wur a14, fsr                             # e0e9f3
wur a15, threadptr                       # f0e7f3

# Section 4.3.1
l32i.n a0, a3, 24                        # 0863
l32i.n sp, a4, 28                        # 1874
l32i.n a2, a5, 32                        # 2885
l32i.n a3, a6, 36                        # 3896
l32i.n a4, a7, 40                        # 48a7
l32i.n a5, a8, 44                        # 58b8
l32i.n a6, a9, 48                        # 68c9
l32i.n a7, a10, 52                       # 78da
l32i.n a8, a11, 56                       # 88eb
l32i.n a9, a12, 60                       # 98fc
l32i.n a10, a13, 0                       # a80d
l32i.n a11, a14, 4                       # b81e
l32i.n a12, a15, 8                       # c82f
l32i.n a13, a0, 12                       # d830
l32i.n a14, sp, 16                       # e841
l32i.n a15, a2, 20                       # f852
s32i.n a0, a3, 24                        # 0963
s32i.n sp, a4, 28                        # 1974
s32i.n a2, a5, 32                        # 2985
s32i.n a3, a6, 36                        # 3996
s32i.n a4, a7, 40                        # 49a7
s32i.n a5, a8, 44                        # 59b8
s32i.n a6, a9, 48                        # 69c9
s32i.n a7, a10, 52                       # 79da
s32i.n a8, a11, 56                       # 89eb
s32i.n a9, a12, 60                       # 99fc
s32i.n a10, a13, 0                       # a90d
s32i.n a11, a14, 4                       # b91e
s32i.n a12, a15, 8                       # c92f
s32i.n a13, a0, 12                       # d930
s32i.n a14, sp, 16                       # e941
s32i.n a15, a2, 20                       # f952
add.n a0, a3, a6                         # 6a03
add.n sp, a4, a7                         # 7a14
add.n a2, a5, a8                         # 8a25
add.n a3, a6, a9                         # 9a36
add.n a4, a7, a10                        # aa47
add.n a5, a8, a11                        # ba58
add.n a6, a9, a12                        # ca69
add.n a7, a10, a13                       # da7a
add.n a8, a11, a14                       # ea8b
add.n a9, a12, a15                       # fa9c
add.n a10, a13, a0                       # 0aad
add.n a11, a14, sp                       # 1abe
add.n a12, a15, a2                       # 2acf
add.n a13, a0, a3                        # 3ad0
add.n a14, sp, a4                        # 4ae1
add.n a15, a2, a5                        # 5af2
addi.n a0, a3, 6                         # 6b03
addi.n sp, a4, 7                         # 7b14
addi.n a2, a5, 8                         # 8b25
addi.n a3, a6, 9                         # 9b36
addi.n a4, a7, 10                        # ab47
addi.n a5, a8, 11                        # bb58
addi.n a6, a9, 12                        # cb69
addi.n a7, a10, 13                       # db7a
addi.n a8, a11, 14                       # eb8b
addi.n a9, a12, 15                       # fb9c
addi.n a10, a13, -1                      # 0bad
addi.n a11, a14, 1                       # 1bbe
addi.n a12, a15, 2                       # 2bcf
addi.n a13, a0, 3                        # 3bd0
addi.n a14, sp, 4                        # 4be1
addi.n a15, a2, 5                        # 5bf2
beqz.n a0, .+8                           # 8c40
beqz.n sp, .+12                          # 8c81
beqz.n a2, .+20                          # 9c02
beqz.n a3, .+36                          # ac03
beqz.n a4, .+66                          # bce4
beqz.n a5, .+67                          # bcf5
beqz.n a6, .+4                           # 8c06
beqz.n a7, .+5                           # 8c17
beqz.n a8, .+6                           # 8c28
beqz.n a9, .+8                           # 8c49
beqz.n a10, .+12                         # 8c8a
beqz.n a11, .+20                         # 9c0b
beqz.n a12, .+36                         # ac0c
beqz.n a13, .+66                         # bced
beqz.n a14, .+67                         # bcfe
beqz.n a15, .+4                          # 8c0f
bnez.n a0, .+8                           # cc40
bnez.n sp, .+12                          # cc81
bnez.n a2, .+20                          # dc02
bnez.n a3, .+36                          # ec03
bnez.n a4, .+66                          # fce4
bnez.n a5, .+67                          # fcf5
bnez.n a6, .+4                           # cc06
bnez.n a7, .+5                           # cc17
bnez.n a8, .+6                           # cc28
bnez.n a9, .+8                           # cc49
bnez.n a10, .+12                         # cc8a
bnez.n a11, .+20                         # dc0b
bnez.n a12, .+36                         # ec0c
bnez.n a13, .+66                         # fced
bnez.n a14, .+67                         # fcfe
bnez.n a15, .+4                          # cc0f
movi.n a0, -8                            # 7c80
movi.n sp, -4                            # 7cc1
movi.n a2, -2                            # 7ce2
movi.n a3, -1                            # 7cf3
movi.n a4, 0                             # 0c04
movi.n a5, 1                             # 0c15
movi.n a6, 2                             # 0c26
movi.n a7, 4                             # 0c47
movi.n a8, 8                             # 0c88
movi.n a9, 16                            # 1c09
movi.n a10, 32                           # 2c0a
movi.n a11, 64                           # 4c0b
movi.n a12, 94                           # 5cec
movi.n a13, 95                           # 5cfd
movi.n a14, -32                          # 6c0e
movi.n a15, -31                          # 6c1f
movi.n a0, -16                           # 7c00
mov.n a0, a3                             # 0d03
mov.n sp, a4                             # 1d04
mov.n a2, a5                             # 2d05
mov.n a3, a6                             # 3d06
mov.n a4, a7                             # 4d07
mov.n a5, a8                             # 5d08
mov.n a6, a9                             # 6d09
mov.n a7, a10                            # 7d0a
mov.n a8, a11                            # 8d0b
mov.n a9, a12                            # 9d0c
mov.n a10, a13                           # ad0d
mov.n a11, a14                           # bd0e
mov.n a12, a15                           # cd0f
mov.n a13, a0                            # dd00
mov.n a14, sp                            # ed01
mov.n a15, a2                            # fd02
ret.n                                    # 0df0
break.n 0                                # 2df0
break.n 1                                # 2df1
break.n 2                                # 2df2
break.n 3                                # 2df3
break.n 4                                # 2df4
break.n 5                                # 2df5
break.n 6                                # 2df6
break.n 7                                # 2df7
break.n 8                                # 2df8
break.n 9                                # 2df9
break.n 10                               # 2dfa
break.n 11                               # 2dfb
break.n 12                               # 2dfc
break.n 13                               # 2dfd
break.n 14                               # 2dfe
break.n 15                               # 2dff
nop.n                                    # 3df0
ill.n                                    # 6df0

# Section 4.3.2
loop a0, .+8                             # 768004
loop sp, .+12                            # 768108
loop a2, .+20                            # 768210
loop a3, .+36                            # 768320
loop a4, .+68                            # 768440
loop a5, .+132                           # 768580
loop a6, .+258                           # 7686fe
loop a7, .+259                           # 7687ff
loop a8, .+4                             # 768800
loop a9, .+5                             # 768901
loop a10, .+6                            # 768a02
loop a11, .+8                            # 768b04
loop a12, .+12                           # 768c08
loop a13, .+20                           # 768d10
loop a14, .+36                           # 768e20
loop a15, .+68                           # 768f40
loopnez a0, .+8                          # 769004
loopnez sp, .+12                         # 769108
loopnez a2, .+20                         # 769210
loopnez a3, .+36                         # 769320
loopnez a4, .+68                         # 769440
loopnez a5, .+132                        # 769580
loopnez a6, .+258                        # 7696fe
loopnez a7, .+259                        # 7697ff
loopnez a8, .+4                          # 769800
loopnez a9, .+5                          # 769901
loopnez a10, .+6                         # 769a02
loopnez a11, .+8                         # 769b04
loopnez a12, .+12                        # 769c08
loopnez a13, .+20                        # 769d10
loopnez a14, .+36                        # 769e20
loopnez a15, .+68                        # 769f40
loopgtz a0, .+8                          # 76a004
loopgtz sp, .+12                         # 76a108
loopgtz a2, .+20                         # 76a210
loopgtz a3, .+36                         # 76a320
loopgtz a4, .+68                         # 76a440
loopgtz a5, .+132                        # 76a580
loopgtz a6, .+258                        # 76a6fe
loopgtz a7, .+259                        # 76a7ff
loopgtz a8, .+4                          # 76a800
loopgtz a9, .+5                          # 76a901
loopgtz a10, .+6                         # 76aa02
loopgtz a11, .+8                         # 76ab04
loopgtz a12, .+12                        # 76ac08
loopgtz a13, .+20                        # 76ad10
loopgtz a14, .+36                        # 76ae20
loopgtz a15, .+68                        # 76af40

# Section 4.3.4
mul16u a0, a3, a6                        # 6003c1
mul16u sp, a4, a7                        # 7014c1
mul16u a2, a5, a8                        # 8025c1
mul16u a3, a6, a9                        # 9036c1
mul16u a4, a7, a10                       # a047c1
mul16u a5, a8, a11                       # b058c1
mul16u a6, a9, a12                       # c069c1
mul16u a7, a10, a13                      # d07ac1
mul16u a8, a11, a14                      # e08bc1
mul16u a9, a12, a15                      # f09cc1
mul16u a10, a13, a0                      # 00adc1
mul16u a11, a14, sp                      # 10bec1
mul16u a12, a15, a2                      # 20cfc1
mul16u a13, a0, a3                       # 30d0c1
mul16u a14, sp, a4                       # 40e1c1
mul16u a15, a2, a5                       # 50f2c1
mul16s a0, a3, a6                        # 6003d1
mul16s sp, a4, a7                        # 7014d1
mul16s a2, a5, a8                        # 8025d1
mul16s a3, a6, a9                        # 9036d1
mul16s a4, a7, a10                       # a047d1
mul16s a5, a8, a11                       # b058d1
mul16s a6, a9, a12                       # c069d1
mul16s a7, a10, a13                      # d07ad1
mul16s a8, a11, a14                      # e08bd1
mul16s a9, a12, a15                      # f09cd1
mul16s a10, a13, a0                      # 00add1
mul16s a11, a14, sp                      # 10bed1
mul16s a12, a15, a2                      # 20cfd1
mul16s a13, a0, a3                       # 30d0d1
mul16s a14, sp, a4                       # 40e1d1
mul16s a15, a2, a5                       # 50f2d1

# Section 4.3.5
mull a0, a3, a6                          # 600382
mull sp, a4, a7                          # 701482
mull a2, a5, a8                          # 802582
mull a3, a6, a9                          # 903682
mull a4, a7, a10                         # a04782
mull a5, a8, a11                         # b05882
mull a6, a9, a12                         # c06982
mull a7, a10, a13                        # d07a82
mull a8, a11, a14                        # e08b82
mull a9, a12, a15                        # f09c82
mull a10, a13, a0                        # 00ad82
mull a11, a14, sp                        # 10be82
mull a12, a15, a2                        # 20cf82
mull a13, a0, a3                         # 30d082
mull a14, sp, a4                         # 40e182
mull a15, a2, a5                         # 50f282
muluh a0, a3, a6                         # 6003a2
muluh sp, a4, a7                         # 7014a2
muluh a2, a5, a8                         # 8025a2
muluh a3, a6, a9                         # 9036a2
muluh a4, a7, a10                        # a047a2
muluh a5, a8, a11                        # b058a2
muluh a6, a9, a12                        # c069a2
muluh a7, a10, a13                       # d07aa2
muluh a8, a11, a14                       # e08ba2
muluh a9, a12, a15                       # f09ca2
muluh a10, a13, a0                       # 00ada2
muluh a11, a14, sp                       # 10bea2
muluh a12, a15, a2                       # 20cfa2
muluh a13, a0, a3                        # 30d0a2
muluh a14, sp, a4                        # 40e1a2
muluh a15, a2, a5                        # 50f2a2
mulsh a0, a3, a6                         # 6003b2
mulsh sp, a4, a7                         # 7014b2
mulsh a2, a5, a8                         # 8025b2
mulsh a3, a6, a9                         # 9036b2
mulsh a4, a7, a10                        # a047b2
mulsh a5, a8, a11                        # b058b2
mulsh a6, a9, a12                        # c069b2
mulsh a7, a10, a13                       # d07ab2
mulsh a8, a11, a14                       # e08bb2
mulsh a9, a12, a15                       # f09cb2
mulsh a10, a13, a0                       # 00adb2
mulsh a11, a14, sp                       # 10beb2
mulsh a12, a15, a2                       # 20cfb2
mulsh a13, a0, a3                        # 30d0b2
mulsh a14, sp, a4                        # 40e1b2
mulsh a15, a2, a5                        # 50f2b2

# Section 4.3.6
quou a0, a3, a6                          # 6003c2
quou sp, a4, a7                          # 7014c2
quou a2, a5, a8                          # 8025c2
quou a3, a6, a9                          # 9036c2
quou a4, a7, a10                         # a047c2
quou a5, a8, a11                         # b058c2
quou a6, a9, a12                         # c069c2
quou a7, a10, a13                        # d07ac2
quou a8, a11, a14                        # e08bc2
quou a9, a12, a15                        # f09cc2
quou a10, a13, a0                        # 00adc2
quou a11, a14, sp                        # 10bec2
quou a12, a15, a2                        # 20cfc2
quou a13, a0, a3                         # 30d0c2
quou a14, sp, a4                         # 40e1c2
quou a15, a2, a5                         # 50f2c2
quos a0, a3, a6                          # 6003d2
quos sp, a4, a7                          # 7014d2
quos a2, a5, a8                          # 8025d2
quos a3, a6, a9                          # 9036d2
quos a4, a7, a10                         # a047d2
quos a5, a8, a11                         # b058d2
quos a6, a9, a12                         # c069d2
quos a7, a10, a13                        # d07ad2
quos a8, a11, a14                        # e08bd2
quos a9, a12, a15                        # f09cd2
quos a10, a13, a0                        # 00add2
quos a11, a14, sp                        # 10bed2
quos a12, a15, a2                        # 20cfd2
quos a13, a0, a3                         # 30d0d2
quos a14, sp, a4                         # 40e1d2
quos a15, a2, a5                         # 50f2d2
remu a0, a3, a6                          # 6003e2
remu sp, a4, a7                          # 7014e2
remu a2, a5, a8                          # 8025e2
remu a3, a6, a9                          # 9036e2
remu a4, a7, a10                         # a047e2
remu a5, a8, a11                         # b058e2
remu a6, a9, a12                         # c069e2
remu a7, a10, a13                        # d07ae2
remu a8, a11, a14                        # e08be2
remu a9, a12, a15                        # f09ce2
remu a10, a13, a0                        # 00ade2
remu a11, a14, sp                        # 10bee2
remu a12, a15, a2                        # 20cfe2
remu a13, a0, a3                         # 30d0e2
remu a14, sp, a4                         # 40e1e2
remu a15, a2, a5                         # 50f2e2
rems a0, a3, a6                          # 6003f2
rems sp, a4, a7                          # 7014f2
rems a2, a5, a8                          # 8025f2
rems a3, a6, a9                          # 9036f2
rems a4, a7, a10                         # a047f2
rems a5, a8, a11                         # b058f2
rems a6, a9, a12                         # c069f2
rems a7, a10, a13                        # d07af2
rems a8, a11, a14                        # e08bf2
rems a9, a12, a15                        # f09cf2
rems a10, a13, a0                        # 00adf2
rems a11, a14, sp                        # 10bef2
rems a12, a15, a2                        # 20cff2
rems a13, a0, a3                         # 30d0f2
rems a14, sp, a4                         # 40e1f2
rems a15, a2, a5                         # 50f2f2

# Section 4.3.8
min a0, a3, a6                           # 600343
min sp, a4, a7                           # 701443
min a2, a5, a8                           # 802543
min a3, a6, a9                           # 903643
min a4, a7, a10                          # a04743
min a5, a8, a11                          # b05843
min a6, a9, a12                          # c06943
min a7, a10, a13                         # d07a43
min a8, a11, a14                         # e08b43
min a9, a12, a15                         # f09c43
min a10, a13, a0                         # 00ad43
min a11, a14, sp                         # 10be43
min a12, a15, a2                         # 20cf43
min a13, a0, a3                          # 30d043
min a14, sp, a4                          # 40e143
min a15, a2, a5                          # 50f243
max a0, a3, a6                           # 600353
max sp, a4, a7                           # 701453
max a2, a5, a8                           # 802553
max a3, a6, a9                           # 903653
max a4, a7, a10                          # a04753
max a5, a8, a11                          # b05853
max a6, a9, a12                          # c06953
max a7, a10, a13                         # d07a53
max a8, a11, a14                         # e08b53
max a9, a12, a15                         # f09c53
max a10, a13, a0                         # 00ad53
max a11, a14, sp                         # 10be53
max a12, a15, a2                         # 20cf53
max a13, a0, a3                          # 30d053
max a14, sp, a4                          # 40e153
max a15, a2, a5                          # 50f253
minu a0, a3, a6                          # 600363
minu sp, a4, a7                          # 701463
minu a2, a5, a8                          # 802563
minu a3, a6, a9                          # 903663
minu a4, a7, a10                         # a04763
minu a5, a8, a11                         # b05863
minu a6, a9, a12                         # c06963
minu a7, a10, a13                        # d07a63
minu a8, a11, a14                        # e08b63
minu a9, a12, a15                        # f09c63
minu a10, a13, a0                        # 00ad63
minu a11, a14, sp                        # 10be63
minu a12, a15, a2                        # 20cf63
minu a13, a0, a3                         # 30d063
minu a14, sp, a4                         # 40e163
minu a15, a2, a5                         # 50f263
maxu a0, a3, a6                          # 600373
maxu sp, a4, a7                          # 701473
maxu a2, a5, a8                          # 802573
maxu a3, a6, a9                          # 903673
maxu a4, a7, a10                         # a04773
maxu a5, a8, a11                         # b05873
maxu a6, a9, a12                         # c06973
maxu a7, a10, a13                        # d07a73
maxu a8, a11, a14                        # e08b73
maxu a9, a12, a15                        # f09c73
maxu a10, a13, a0                        # 00ad73
maxu a11, a14, sp                        # 10be73
maxu a12, a15, a2                        # 20cf73
maxu a13, a0, a3                         # 30d073
maxu a14, sp, a4                         # 40e173
maxu a15, a2, a5                         # 50f273
sext a0, a3, 13                          # 600323
sext sp, a4, 14                          # 701423
sext a2, a5, 15                          # 802523
sext a3, a6, 16                          # 903623
sext a4, a7, 17                          # a04723
sext a5, a8, 18                          # b05823
sext a6, a9, 19                          # c06923
sext a7, a10, 20                         # d07a23
sext a8, a11, 21                         # e08b23
sext a9, a12, 22                         # f09c23
sext a10, a13, 7                         # 00ad23
sext a11, a14, 8                         # 10be23
sext a12, a15, 9                         # 20cf23
sext a13, a0, 10                         # 30d023
sext a14, sp, 11                         # 40e123
sext a15, a2, 12                         # 50f223
clamps a0, a3, 13                        # 600333
clamps sp, a4, 14                        # 701433
clamps a2, a5, 15                        # 802533
clamps a3, a6, 16                        # 903633
clamps a4, a7, 17                        # a04733
clamps a5, a8, 18                        # b05833
clamps a6, a9, 19                        # c06933
clamps a7, a10, 20                       # d07a33
clamps a8, a11, 21                       # e08b33
clamps a9, a12, 22                       # f09c33
clamps a10, a13, 7                       # 00ad33
clamps a11, a14, 8                       # 10be33
clamps a12, a15, 9                       # 20cf33
clamps a13, a0, 10                       # 30d033
clamps a14, sp, 11                       # 40e133
clamps a15, a2, 12                       # 50f233
nsa a0, a3                               # 00e340
nsa sp, a4                               # 10e440
nsa a2, a5                               # 20e540
nsa a3, a6                               # 30e640
nsa a4, a7                               # 40e740
nsa a5, a8                               # 50e840
nsa a6, a9                               # 60e940
nsa a7, a10                              # 70ea40
nsa a8, a11                              # 80eb40
nsa a9, a12                              # 90ec40
nsa a10, a13                             # a0ed40
nsa a11, a14                             # b0ee40
nsa a12, a15                             # c0ef40
nsa a13, a0                              # d0e040
nsa a14, sp                              # e0e140
nsa a15, a2                              # f0e240
nsau a0, a3                              # 00f340
nsau sp, a4                              # 10f440
nsau a2, a5                              # 20f540
nsau a3, a6                              # 30f640
nsau a4, a7                              # 40f740
nsau a5, a8                              # 50f840
nsau a6, a9                              # 60f940
nsau a7, a10                             # 70fa40
nsau a8, a11                             # 80fb40
nsau a9, a12                             # 90fc40
nsau a10, a13                            # a0fd40
nsau a11, a14                            # b0fe40
nsau a12, a15                            # c0ff40
nsau a13, a0                             # d0f040
nsau a14, sp                             # e0f140
nsau a15, a2                             # f0f240

# Section 4.3.10
any4 b0, b12                             # 008c00
any4 b1, b0                              # 108000
any4 b2, b4                              # 208400
any4 b3, b8                              # 308800
any4 b4, b12                             # 408c00
any4 b5, b0                              # 508000
any4 b6, b4                              # 608400
any4 b7, b8                              # 708800
any4 b8, b12                             # 808c00
any4 b9, b0                              # 908000
any4 b10, b4                             # a08400
any4 b11, b8                             # b08800
any4 b12, b12                            # c08c00
any4 b13, b0                             # d08000
any4 b14, b4                             # e08400
any4 b15, b8                             # f08800
all4 b0, b12                             # 009c00
all4 b1, b0                              # 109000
all4 b2, b4                              # 209400
all4 b3, b8                              # 309800
all4 b4, b12                             # 409c00
all4 b5, b0                              # 509000
all4 b6, b4                              # 609400
all4 b7, b8                              # 709800
all4 b8, b12                             # 809c00
all4 b9, b0                              # 909000
all4 b10, b4                             # a09400
all4 b11, b8                             # b09800
all4 b12, b12                            # c09c00
all4 b13, b0                             # d09000
all4 b14, b4                             # e09400
all4 b15, b8                             # f09800
any8 b0, b8                              # 00a800
any8 b1, b0                              # 10a000
any8 b2, b8                              # 20a800
any8 b3, b0                              # 30a000
any8 b4, b8                              # 40a800
any8 b5, b0                              # 50a000
any8 b6, b8                              # 60a800
any8 b7, b0                              # 70a000
any8 b8, b8                              # 80a800
any8 b9, b0                              # 90a000
any8 b10, b8                             # a0a800
any8 b11, b0                             # b0a000
any8 b12, b8                             # c0a800
any8 b13, b0                             # d0a000
any8 b14, b8                             # e0a800
any8 b15, b0                             # f0a000
all8 b0, b8                              # 00b800
all8 b1, b0                              # 10b000
all8 b2, b8                              # 20b800
all8 b3, b0                              # 30b000
all8 b4, b8                              # 40b800
all8 b5, b0                              # 50b000
all8 b6, b8                              # 60b800
all8 b7, b0                              # 70b000
all8 b8, b8                              # 80b800
all8 b9, b0                              # 90b000
all8 b10, b8                             # a0b800
all8 b11, b0                             # b0b000
all8 b12, b8                             # c0b800
all8 b13, b0                             # d0b000
all8 b14, b8                             # e0b800
all8 b15, b0                             # f0b000
andb b0, b3, b6                          # 600302
andb b1, b4, b7                          # 701402
andb b2, b5, b8                          # 802502
andb b3, b6, b9                          # 903602
andb b4, b7, b10                         # a04702
andb b5, b8, b11                         # b05802
andb b6, b9, b12                         # c06902
andb b7, b10, b13                        # d07a02
andb b8, b11, b14                        # e08b02
andb b9, b12, b15                        # f09c02
andb b10, b13, b0                        # 00ad02
andb b11, b14, b1                        # 10be02
andb b12, b15, b2                        # 20cf02
andb b13, b0, b3                         # 30d002
andb b14, b1, b4                         # 40e102
andb b15, b2, b5                         # 50f202
andbc b0, b3, b6                         # 600312
andbc b1, b4, b7                         # 701412
andbc b2, b5, b8                         # 802512
andbc b3, b6, b9                         # 903612
andbc b4, b7, b10                        # a04712
andbc b5, b8, b11                        # b05812
andbc b6, b9, b12                        # c06912
andbc b7, b10, b13                       # d07a12
andbc b8, b11, b14                       # e08b12
andbc b9, b12, b15                       # f09c12
andbc b10, b13, b0                       # 00ad12
andbc b11, b14, b1                       # 10be12
andbc b12, b15, b2                       # 20cf12
andbc b13, b0, b3                        # 30d012
andbc b14, b1, b4                        # 40e112
andbc b15, b2, b5                        # 50f212
orb b0, b3, b6                           # 600322
orb b1, b4, b7                           # 701422
orb b2, b5, b8                           # 802522
orb b3, b6, b9                           # 903622
orb b4, b7, b10                          # a04722
orb b5, b8, b11                          # b05822
orb b6, b9, b12                          # c06922
orb b7, b10, b13                         # d07a22
orb b8, b11, b14                         # e08b22
orb b9, b12, b15                         # f09c22
orb b10, b13, b0                         # 00ad22
orb b11, b14, b1                         # 10be22
orb b12, b15, b2                         # 20cf22
orb b13, b0, b3                          # 30d022
orb b14, b1, b4                          # 40e122
orb b15, b2, b5                          # 50f222
orbc b0, b3, b6                          # 600332
orbc b1, b4, b7                          # 701432
orbc b2, b5, b8                          # 802532
orbc b3, b6, b9                          # 903632
orbc b4, b7, b10                         # a04732
orbc b5, b8, b11                         # b05832
orbc b6, b9, b12                         # c06932
orbc b7, b10, b13                        # d07a32
orbc b8, b11, b14                        # e08b32
orbc b9, b12, b15                        # f09c32
orbc b10, b13, b0                        # 00ad32
orbc b11, b14, b1                        # 10be32
orbc b12, b15, b2                        # 20cf32
orbc b13, b0, b3                         # 30d032
orbc b14, b1, b4                         # 40e132
orbc b15, b2, b5                         # 50f232
xorb b0, b3, b6                          # 600342
xorb b1, b4, b7                          # 701442
xorb b2, b5, b8                          # 802542
xorb b3, b6, b9                          # 903642
xorb b4, b7, b10                         # a04742
xorb b5, b8, b11                         # b05842
xorb b6, b9, b12                         # c06942
xorb b7, b10, b13                        # d07a42
xorb b8, b11, b14                        # e08b42
xorb b9, b12, b15                        # f09c42
xorb b10, b13, b0                        # 00ad42
xorb b11, b14, b1                        # 10be42
xorb b12, b15, b2                        # 20cf42
xorb b13, b0, b3                         # 30d042
xorb b14, b1, b4                         # 40e142
xorb b15, b2, b5                         # 50f242
bf b0, .-28                              # 7600e0
bf b1, .-12                              # 7601f0
bf b2, .-4                               # 7602f8
bf b3, .+0                               # 7603fc
bf b4, .+2                               # 7604fe
bf b5, .+3                               # 7605ff
bf b6, .+4                               # 760600
bf b7, .+5                               # 760701
bf b8, .+6                               # 760802
bf b9, .+8                               # 760904
bf b10, .+12                             # 760a08
bf b11, .+20                             # 760b10
bf b12, .+36                             # 760c20
bf b13, .+68                             # 760d40
bf b14, .+130                            # 760e7e
bf b15, .+131                            # 760f7f
bf b0, .-124                             # 760080
bf b1, .-123                             # 760181
bf b2, .-60                              # 7602c0
bt b0, .-28                              # 7610e0
bt b1, .-12                              # 7611f0
bt b2, .-4                               # 7612f8
bt b3, .+0                               # 7613fc
bt b4, .+2                               # 7614fe
bt b5, .+3                               # 7615ff
bt b6, .+4                               # 761600
bt b7, .+5                               # 761701
bt b8, .+6                               # 761802
bt b9, .+8                               # 761904
bt b10, .+12                             # 761a08
bt b11, .+20                             # 761b10
bt b12, .+36                             # 761c20
bt b13, .+68                             # 761d40
bt b14, .+130                            # 761e7e
bt b15, .+131                            # 761f7f
bt b0, .-124                             # 761080
bt b1, .-123                             # 761181
bt b2, .-60                              # 7612c0
movf a0, a3, b6                          # 6003c3
movf sp, a4, b7                          # 7014c3
movf a2, a5, b8                          # 8025c3
movf a3, a6, b9                          # 9036c3
movf a4, a7, b10                         # a047c3
movf a5, a8, b11                         # b058c3
movf a6, a9, b12                         # c069c3
movf a7, a10, b13                        # d07ac3
movf a8, a11, b14                        # e08bc3
movf a9, a12, b15                        # f09cc3
movf a10, a13, b0                        # 00adc3
movf a11, a14, b1                        # 10bec3
movf a12, a15, b2                        # 20cfc3
movf a13, a0, b3                         # 30d0c3
movf a14, sp, b4                         # 40e1c3
movf a15, a2, b5                         # 50f2c3
movt a0, a3, b6                          # 6003d3
movt sp, a4, b7                          # 7014d3
movt a2, a5, b8                          # 8025d3
movt a3, a6, b9                          # 9036d3
movt a4, a7, b10                         # a047d3
movt a5, a8, b11                         # b058d3
movt a6, a9, b12                         # c069d3
movt a7, a10, b13                        # d07ad3
movt a8, a11, b14                        # e08bd3
movt a9, a12, b15                        # f09cd3
movt a10, a13, b0                        # 00add3
movt a11, a14, b1                        # 10bed3
movt a12, a15, b2                        # 20cfd3
movt a13, a0, b3                         # 30d0d3
movt a14, sp, b4                         # 40e1d3
movt a15, a2, b5                         # 50f2d3

# Section 4.3.11
lsi f0, a3, 128                          # 030320
lsi f1, a4, 256                          # 130440
lsi f2, a5, 512                          # 230580
lsi f3, a6, 1016                         # 3306fe
lsi f4, a7, 1020                         # 4307ff
lsi f5, a8, 0                            # 530800
lsi f6, a9, 4                            # 630901
lsi f7, a10, 8                           # 730a02
lsi f8, a11, 16                          # 830b04
lsi f9, a12, 32                          # 930c08
lsi f10, a13, 64                         # a30d10
lsi f11, a14, 128                        # b30e20
lsi f12, a15, 256                        # c30f40
lsi f13, a0, 512                         # d30080
lsi f14, sp, 1016                        # e301fe
lsi f15, a2, 1020                        # f302ff
ssi f0, a3, 128                          # 034320
ssi f1, a4, 256                          # 134440
ssi f2, a5, 512                          # 234580
ssi f3, a6, 1016                         # 3346fe
ssi f4, a7, 1020                         # 4347ff
ssi f5, a8, 0                            # 534800
ssi f6, a9, 4                            # 634901
ssi f7, a10, 8                           # 734a02
ssi f8, a11, 16                          # 834b04
ssi f9, a12, 32                          # 934c08
ssi f10, a13, 64                         # a34d10
ssi f11, a14, 128                        # b34e20
ssi f12, a15, 256                        # c34f40
ssi f13, a0, 512                         # d34080
ssi f14, sp, 1016                        # e341fe
ssi f15, a2, 1020                        # f342ff
lsip f0, a3, 128                         # 038320
lsip f1, a4, 256                         # 138440
lsip f2, a5, 512                         # 238580
lsip f3, a6, 1016                        # 3386fe
lsip f4, a7, 1020                        # 4387ff
lsip f5, a8, 0                           # 538800
lsip f6, a9, 4                           # 638901
lsip f7, a10, 8                          # 738a02
lsip f8, a11, 16                         # 838b04
lsip f9, a12, 32                         # 938c08
lsip f10, a13, 64                        # a38d10
lsip f11, a14, 128                       # b38e20
lsip f12, a15, 256                       # c38f40
lsip f13, a0, 512                        # d38080
lsip f14, sp, 1016                       # e381fe
lsip f15, a2, 1020                       # f382ff
ssip f0, a3, 128                         # 03c320
ssip f1, a4, 256                         # 13c440
ssip f2, a5, 512                         # 23c580
ssip f3, a6, 1016                        # 33c6fe
ssip f4, a7, 1020                        # 43c7ff
ssip f5, a8, 0                           # 53c800
ssip f6, a9, 4                           # 63c901
ssip f7, a10, 8                          # 73ca02
ssip f8, a11, 16                         # 83cb04
ssip f9, a12, 32                         # 93cc08
ssip f10, a13, 64                        # a3cd10
ssip f11, a14, 128                       # b3ce20
ssip f12, a15, 256                       # c3cf40
ssip f13, a0, 512                        # d3c080
ssip f14, sp, 1016                       # e3c1fe
ssip f15, a2, 1020                       # f3c2ff
lsx f0, a3, a6                           # 600308
lsx f1, a4, a7                           # 701408
lsx f2, a5, a8                           # 802508
lsx f3, a6, a9                           # 903608
lsx f4, a7, a10                          # a04708
lsx f5, a8, a11                          # b05808
lsx f6, a9, a12                          # c06908
lsx f7, a10, a13                         # d07a08
lsx f8, a11, a14                         # e08b08
lsx f9, a12, a15                         # f09c08
lsx f10, a13, a0                         # 00ad08
lsx f11, a14, sp                         # 10be08
lsx f12, a15, a2                         # 20cf08
lsx f13, a0, a3                          # 30d008
lsx f14, sp, a4                          # 40e108
lsx f15, a2, a5                          # 50f208
lsxp f0, a3, a6                          # 600318
lsxp f1, a4, a7                          # 701418
lsxp f2, a5, a8                          # 802518
lsxp f3, a6, a9                          # 903618
lsxp f4, a7, a10                         # a04718
lsxp f5, a8, a11                         # b05818
lsxp f6, a9, a12                         # c06918
lsxp f7, a10, a13                        # d07a18
lsxp f8, a11, a14                        # e08b18
lsxp f9, a12, a15                        # f09c18
lsxp f10, a13, a0                        # 00ad18
lsxp f11, a14, sp                        # 10be18
lsxp f12, a15, a2                        # 20cf18
lsxp f13, a0, a3                         # 30d018
lsxp f14, sp, a4                         # 40e118
lsxp f15, a2, a5                         # 50f218
ssx f0, a3, a6                           # 600348
ssx f1, a4, a7                           # 701448
ssx f2, a5, a8                           # 802548
ssx f3, a6, a9                           # 903648
ssx f4, a7, a10                          # a04748
ssx f5, a8, a11                          # b05848
ssx f6, a9, a12                          # c06948
ssx f7, a10, a13                         # d07a48
ssx f8, a11, a14                         # e08b48
ssx f9, a12, a15                         # f09c48
ssx f10, a13, a0                         # 00ad48
ssx f11, a14, sp                         # 10be48
ssx f12, a15, a2                         # 20cf48
ssx f13, a0, a3                          # 30d048
ssx f14, sp, a4                          # 40e148
ssx f15, a2, a5                          # 50f248
ssxp f0, a3, a6                          # 600358
ssxp f1, a4, a7                          # 701458
ssxp f2, a5, a8                          # 802558
ssxp f3, a6, a9                          # 903658
ssxp f4, a7, a10                         # a04758
ssxp f5, a8, a11                         # b05858
ssxp f6, a9, a12                         # c06958
ssxp f7, a10, a13                        # d07a58
ssxp f8, a11, a14                        # e08b58
ssxp f9, a12, a15                        # f09c58
ssxp f10, a13, a0                        # 00ad58
ssxp f11, a14, sp                        # 10be58
ssxp f12, a15, a2                        # 20cf58
ssxp f13, a0, a3                         # 30d058
ssxp f14, sp, a4                         # 40e158
ssxp f15, a2, a5                         # 50f258
add.s f0, f3, f6                         # 60030a
add.s f1, f4, f7                         # 70140a
add.s f2, f5, f8                         # 80250a
add.s f3, f6, f9                         # 90360a
add.s f4, f7, f10                        # a0470a
add.s f5, f8, f11                        # b0580a
add.s f6, f9, f12                        # c0690a
add.s f7, f10, f13                       # d07a0a
add.s f8, f11, f14                       # e08b0a
add.s f9, f12, f15                       # f09c0a
add.s f10, f13, f0                       # 00ad0a
add.s f11, f14, f1                       # 10be0a
add.s f12, f15, f2                       # 20cf0a
add.s f13, f0, f3                        # 30d00a
add.s f14, f1, f4                        # 40e10a
add.s f15, f2, f5                        # 50f20a
sub.s f0, f3, f6                         # 60031a
sub.s f1, f4, f7                         # 70141a
sub.s f2, f5, f8                         # 80251a
sub.s f3, f6, f9                         # 90361a
sub.s f4, f7, f10                        # a0471a
sub.s f5, f8, f11                        # b0581a
sub.s f6, f9, f12                        # c0691a
sub.s f7, f10, f13                       # d07a1a
sub.s f8, f11, f14                       # e08b1a
sub.s f9, f12, f15                       # f09c1a
sub.s f10, f13, f0                       # 00ad1a
sub.s f11, f14, f1                       # 10be1a
sub.s f12, f15, f2                       # 20cf1a
sub.s f13, f0, f3                        # 30d01a
sub.s f14, f1, f4                        # 40e11a
sub.s f15, f2, f5                        # 50f21a
mul.s f0, f3, f6                         # 60032a
mul.s f1, f4, f7                         # 70142a
mul.s f2, f5, f8                         # 80252a
mul.s f3, f6, f9                         # 90362a
mul.s f4, f7, f10                        # a0472a
mul.s f5, f8, f11                        # b0582a
mul.s f6, f9, f12                        # c0692a
mul.s f7, f10, f13                       # d07a2a
mul.s f8, f11, f14                       # e08b2a
mul.s f9, f12, f15                       # f09c2a
mul.s f10, f13, f0                       # 00ad2a
mul.s f11, f14, f1                       # 10be2a
mul.s f12, f15, f2                       # 20cf2a
mul.s f13, f0, f3                        # 30d02a
mul.s f14, f1, f4                        # 40e12a
mul.s f15, f2, f5                        # 50f22a
madd.s f0, f3, f6                        # 60034a
madd.s f1, f4, f7                        # 70144a
madd.s f2, f5, f8                        # 80254a
madd.s f3, f6, f9                        # 90364a
madd.s f4, f7, f10                       # a0474a
madd.s f5, f8, f11                       # b0584a
madd.s f6, f9, f12                       # c0694a
madd.s f7, f10, f13                      # d07a4a
madd.s f8, f11, f14                      # e08b4a
madd.s f9, f12, f15                      # f09c4a
madd.s f10, f13, f0                      # 00ad4a
madd.s f11, f14, f1                      # 10be4a
madd.s f12, f15, f2                      # 20cf4a
madd.s f13, f0, f3                       # 30d04a
madd.s f14, f1, f4                       # 40e14a
madd.s f15, f2, f5                       # 50f24a
msub.s f0, f3, f6                        # 60035a
msub.s f1, f4, f7                        # 70145a
msub.s f2, f5, f8                        # 80255a
msub.s f3, f6, f9                        # 90365a
msub.s f4, f7, f10                       # a0475a
msub.s f5, f8, f11                       # b0585a
msub.s f6, f9, f12                       # c0695a
msub.s f7, f10, f13                      # d07a5a
msub.s f8, f11, f14                      # e08b5a
msub.s f9, f12, f15                      # f09c5a
msub.s f10, f13, f0                      # 00ad5a
msub.s f11, f14, f1                      # 10be5a
msub.s f12, f15, f2                      # 20cf5a
msub.s f13, f0, f3                       # 30d05a
msub.s f14, f1, f4                       # 40e15a
msub.s f15, f2, f5                       # 50f25a
round.s a0, f3, 6                        # 60038a
round.s sp, f4, 7                        # 70148a
round.s a2, f5, 8                        # 80258a
round.s a3, f6, 9                        # 90368a
round.s a4, f7, 10                       # a0478a
round.s a5, f8, 11                       # b0588a
round.s a6, f9, 12                       # c0698a
round.s a7, f10, 13                      # d07a8a
round.s a8, f11, 14                      # e08b8a
round.s a9, f12, 15                      # f09c8a
round.s a10, f13, 0                      # 00ad8a
round.s a11, f14, 1                      # 10be8a
round.s a12, f15, 2                      # 20cf8a
round.s a13, f0, 3                       # 30d08a
round.s a14, f1, 4                       # 40e18a
round.s a15, f2, 5                       # 50f28a
trunc.s a0, f3, 6                        # 60039a
trunc.s sp, f4, 7                        # 70149a
trunc.s a2, f5, 8                        # 80259a
trunc.s a3, f6, 9                        # 90369a
trunc.s a4, f7, 10                       # a0479a
trunc.s a5, f8, 11                       # b0589a
trunc.s a6, f9, 12                       # c0699a
trunc.s a7, f10, 13                      # d07a9a
trunc.s a8, f11, 14                      # e08b9a
trunc.s a9, f12, 15                      # f09c9a
trunc.s a10, f13, 0                      # 00ad9a
trunc.s a11, f14, 1                      # 10be9a
trunc.s a12, f15, 2                      # 20cf9a
trunc.s a13, f0, 3                       # 30d09a
trunc.s a14, f1, 4                       # 40e19a
trunc.s a15, f2, 5                       # 50f29a
floor.s a0, f3, 6                        # 6003aa
floor.s sp, f4, 7                        # 7014aa
floor.s a2, f5, 8                        # 8025aa
floor.s a3, f6, 9                        # 9036aa
floor.s a4, f7, 10                       # a047aa
floor.s a5, f8, 11                       # b058aa
floor.s a6, f9, 12                       # c069aa
floor.s a7, f10, 13                      # d07aaa
floor.s a8, f11, 14                      # e08baa
floor.s a9, f12, 15                      # f09caa
floor.s a10, f13, 0                      # 00adaa
floor.s a11, f14, 1                      # 10beaa
floor.s a12, f15, 2                      # 20cfaa
floor.s a13, f0, 3                       # 30d0aa
floor.s a14, f1, 4                       # 40e1aa
floor.s a15, f2, 5                       # 50f2aa
ceil.s a0, f3, 6                         # 6003ba
ceil.s sp, f4, 7                         # 7014ba
ceil.s a2, f5, 8                         # 8025ba
ceil.s a3, f6, 9                         # 9036ba
ceil.s a4, f7, 10                        # a047ba
ceil.s a5, f8, 11                        # b058ba
ceil.s a6, f9, 12                        # c069ba
ceil.s a7, f10, 13                       # d07aba
ceil.s a8, f11, 14                       # e08bba
ceil.s a9, f12, 15                       # f09cba
ceil.s a10, f13, 0                       # 00adba
ceil.s a11, f14, 1                       # 10beba
ceil.s a12, f15, 2                       # 20cfba
ceil.s a13, f0, 3                        # 30d0ba
ceil.s a14, f1, 4                        # 40e1ba
ceil.s a15, f2, 5                        # 50f2ba
utrunc.s a0, f3, 6                       # 6003ea
utrunc.s sp, f4, 7                       # 7014ea
utrunc.s a2, f5, 8                       # 8025ea
utrunc.s a3, f6, 9                       # 9036ea
utrunc.s a4, f7, 10                      # a047ea
utrunc.s a5, f8, 11                      # b058ea
utrunc.s a6, f9, 12                      # c069ea
utrunc.s a7, f10, 13                     # d07aea
utrunc.s a8, f11, 14                     # e08bea
utrunc.s a9, f12, 15                     # f09cea
utrunc.s a10, f13, 0                     # 00adea
utrunc.s a11, f14, 1                     # 10beea
utrunc.s a12, f15, 2                     # 20cfea
utrunc.s a13, f0, 3                      # 30d0ea
utrunc.s a14, f1, 4                      # 40e1ea
utrunc.s a15, f2, 5                      # 50f2ea
float.s f0, a3, 6                        # 6003ca
float.s f1, a4, 7                        # 7014ca
float.s f2, a5, 8                        # 8025ca
float.s f3, a6, 9                        # 9036ca
float.s f4, a7, 10                       # a047ca
float.s f5, a8, 11                       # b058ca
float.s f6, a9, 12                       # c069ca
float.s f7, a10, 13                      # d07aca
float.s f8, a11, 14                      # e08bca
float.s f9, a12, 15                      # f09cca
float.s f10, a13, 0                      # 00adca
float.s f11, a14, 1                      # 10beca
float.s f12, a15, 2                      # 20cfca
float.s f13, a0, 3                       # 30d0ca
float.s f14, sp, 4                       # 40e1ca
float.s f15, a2, 5                       # 50f2ca
ufloat.s f0, a3, 6                       # 6003da
ufloat.s f1, a4, 7                       # 7014da
ufloat.s f2, a5, 8                       # 8025da
ufloat.s f3, a6, 9                       # 9036da
ufloat.s f4, a7, 10                      # a047da
ufloat.s f5, a8, 11                      # b058da
ufloat.s f6, a9, 12                      # c069da
ufloat.s f7, a10, 13                     # d07ada
ufloat.s f8, a11, 14                     # e08bda
ufloat.s f9, a12, 15                     # f09cda
ufloat.s f10, a13, 0                     # 00adda
ufloat.s f11, a14, 1                     # 10beda
ufloat.s f12, a15, 2                     # 20cfda
ufloat.s f13, a0, 3                      # 30d0da
ufloat.s f14, sp, 4                      # 40e1da
ufloat.s f15, a2, 5                      # 50f2da
mov.s f0, f3                             # 0003fa
mov.s f1, f4                             # 0014fa
mov.s f2, f5                             # 0025fa
mov.s f3, f6                             # 0036fa
mov.s f4, f7                             # 0047fa
mov.s f5, f8                             # 0058fa
mov.s f6, f9                             # 0069fa
mov.s f7, f10                            # 007afa
mov.s f8, f11                            # 008bfa
mov.s f9, f12                            # 009cfa
mov.s f10, f13                           # 00adfa
mov.s f11, f14                           # 00befa
mov.s f12, f15                           # 00cffa
mov.s f13, f0                            # 00d0fa
mov.s f14, f1                            # 00e1fa
mov.s f15, f2                            # 00f2fa
abs.s f0, f3                             # 1003fa
abs.s f1, f4                             # 1014fa
abs.s f2, f5                             # 1025fa
abs.s f3, f6                             # 1036fa
abs.s f4, f7                             # 1047fa
abs.s f5, f8                             # 1058fa
abs.s f6, f9                             # 1069fa
abs.s f7, f10                            # 107afa
abs.s f8, f11                            # 108bfa
abs.s f9, f12                            # 109cfa
abs.s f10, f13                           # 10adfa
abs.s f11, f14                           # 10befa
abs.s f12, f15                           # 10cffa
abs.s f13, f0                            # 10d0fa
abs.s f14, f1                            # 10e1fa
abs.s f15, f2                            # 10f2fa
neg.s f0, f3                             # 6003fa
neg.s f1, f4                             # 6014fa
neg.s f2, f5                             # 6025fa
neg.s f3, f6                             # 6036fa
neg.s f4, f7                             # 6047fa
neg.s f5, f8                             # 6058fa
neg.s f6, f9                             # 6069fa
neg.s f7, f10                            # 607afa
neg.s f8, f11                            # 608bfa
neg.s f9, f12                            # 609cfa
neg.s f10, f13                           # 60adfa
neg.s f11, f14                           # 60befa
neg.s f12, f15                           # 60cffa
neg.s f13, f0                            # 60d0fa
neg.s f14, f1                            # 60e1fa
neg.s f15, f2                            # 60f2fa
rfr a0, f3                               # 4003fa
rfr sp, f4                               # 4014fa
rfr a2, f5                               # 4025fa
rfr a3, f6                               # 4036fa
rfr a4, f7                               # 4047fa
rfr a5, f8                               # 4058fa
rfr a6, f9                               # 4069fa
rfr a7, f10                              # 407afa
rfr a8, f11                              # 408bfa
rfr a9, f12                              # 409cfa
rfr a10, f13                             # 40adfa
rfr a11, f14                             # 40befa
rfr a12, f15                             # 40cffa
rfr a13, f0                              # 40d0fa
rfr a14, f1                              # 40e1fa
rfr a15, f2                              # 40f2fa
wfr f0, a3                               # 5003fa
wfr f1, a4                               # 5014fa
wfr f2, a5                               # 5025fa
wfr f3, a6                               # 5036fa
wfr f4, a7                               # 5047fa
wfr f5, a8                               # 5058fa
wfr f6, a9                               # 5069fa
wfr f7, a10                              # 507afa
wfr f8, a11                              # 508bfa
wfr f9, a12                              # 509cfa
wfr f10, a13                             # 50adfa
wfr f11, a14                             # 50befa
wfr f12, a15                             # 50cffa
wfr f13, a0                              # 50d0fa
wfr f14, sp                              # 50e1fa
wfr f15, a2                              # 50f2fa
un.s b0, f3, f6                          # 60031b
un.s b1, f4, f7                          # 70141b
un.s b2, f5, f8                          # 80251b
un.s b3, f6, f9                          # 90361b
un.s b4, f7, f10                         # a0471b
un.s b5, f8, f11                         # b0581b
un.s b6, f9, f12                         # c0691b
un.s b7, f10, f13                        # d07a1b
un.s b8, f11, f14                        # e08b1b
un.s b9, f12, f15                        # f09c1b
un.s b10, f13, f0                        # 00ad1b
un.s b11, f14, f1                        # 10be1b
un.s b12, f15, f2                        # 20cf1b
un.s b13, f0, f3                         # 30d01b
un.s b14, f1, f4                         # 40e11b
un.s b15, f2, f5                         # 50f21b
oeq.s b0, f3, f6                         # 60032b
oeq.s b1, f4, f7                         # 70142b
oeq.s b2, f5, f8                         # 80252b
oeq.s b3, f6, f9                         # 90362b
oeq.s b4, f7, f10                        # a0472b
oeq.s b5, f8, f11                        # b0582b
oeq.s b6, f9, f12                        # c0692b
oeq.s b7, f10, f13                       # d07a2b
oeq.s b8, f11, f14                       # e08b2b
oeq.s b9, f12, f15                       # f09c2b
oeq.s b10, f13, f0                       # 00ad2b
oeq.s b11, f14, f1                       # 10be2b
oeq.s b12, f15, f2                       # 20cf2b
oeq.s b13, f0, f3                        # 30d02b
oeq.s b14, f1, f4                        # 40e12b
oeq.s b15, f2, f5                        # 50f22b
ueq.s b0, f3, f6                         # 60033b
ueq.s b1, f4, f7                         # 70143b
ueq.s b2, f5, f8                         # 80253b
ueq.s b3, f6, f9                         # 90363b
ueq.s b4, f7, f10                        # a0473b
ueq.s b5, f8, f11                        # b0583b
ueq.s b6, f9, f12                        # c0693b
ueq.s b7, f10, f13                       # d07a3b
ueq.s b8, f11, f14                       # e08b3b
ueq.s b9, f12, f15                       # f09c3b
ueq.s b10, f13, f0                       # 00ad3b
ueq.s b11, f14, f1                       # 10be3b
ueq.s b12, f15, f2                       # 20cf3b
ueq.s b13, f0, f3                        # 30d03b
ueq.s b14, f1, f4                        # 40e13b
ueq.s b15, f2, f5                        # 50f23b
olt.s b0, f3, f6                         # 60034b
olt.s b1, f4, f7                         # 70144b
olt.s b2, f5, f8                         # 80254b
olt.s b3, f6, f9                         # 90364b
olt.s b4, f7, f10                        # a0474b
olt.s b5, f8, f11                        # b0584b
olt.s b6, f9, f12                        # c0694b
olt.s b7, f10, f13                       # d07a4b
olt.s b8, f11, f14                       # e08b4b
olt.s b9, f12, f15                       # f09c4b
olt.s b10, f13, f0                       # 00ad4b
olt.s b11, f14, f1                       # 10be4b
olt.s b12, f15, f2                       # 20cf4b
olt.s b13, f0, f3                        # 30d04b
olt.s b14, f1, f4                        # 40e14b
olt.s b15, f2, f5                        # 50f24b
ult.s b0, f3, f6                         # 60035b
ult.s b1, f4, f7                         # 70145b
ult.s b2, f5, f8                         # 80255b
ult.s b3, f6, f9                         # 90365b
ult.s b4, f7, f10                        # a0475b
ult.s b5, f8, f11                        # b0585b
ult.s b6, f9, f12                        # c0695b
ult.s b7, f10, f13                       # d07a5b
ult.s b8, f11, f14                       # e08b5b
ult.s b9, f12, f15                       # f09c5b
ult.s b10, f13, f0                       # 00ad5b
ult.s b11, f14, f1                       # 10be5b
ult.s b12, f15, f2                       # 20cf5b
ult.s b13, f0, f3                        # 30d05b
ult.s b14, f1, f4                        # 40e15b
ult.s b15, f2, f5                        # 50f25b
ole.s b0, f3, f6                         # 60036b
ole.s b1, f4, f7                         # 70146b
ole.s b2, f5, f8                         # 80256b
ole.s b3, f6, f9                         # 90366b
ole.s b4, f7, f10                        # a0476b
ole.s b5, f8, f11                        # b0586b
ole.s b6, f9, f12                        # c0696b
ole.s b7, f10, f13                       # d07a6b
ole.s b8, f11, f14                       # e08b6b
ole.s b9, f12, f15                       # f09c6b
ole.s b10, f13, f0                       # 00ad6b
ole.s b11, f14, f1                       # 10be6b
ole.s b12, f15, f2                       # 20cf6b
ole.s b13, f0, f3                        # 30d06b
ole.s b14, f1, f4                        # 40e16b
ole.s b15, f2, f5                        # 50f26b
ule.s b0, f3, f6                         # 60037b
ule.s b1, f4, f7                         # 70147b
ule.s b2, f5, f8                         # 80257b
ule.s b3, f6, f9                         # 90367b
ule.s b4, f7, f10                        # a0477b
ule.s b5, f8, f11                        # b0587b
ule.s b6, f9, f12                        # c0697b
ule.s b7, f10, f13                       # d07a7b
ule.s b8, f11, f14                       # e08b7b
ule.s b9, f12, f15                       # f09c7b
ule.s b10, f13, f0                       # 00ad7b
ule.s b11, f14, f1                       # 10be7b
ule.s b12, f15, f2                       # 20cf7b
ule.s b13, f0, f3                        # 30d07b
ule.s b14, f1, f4                        # 40e17b
ule.s b15, f2, f5                        # 50f27b
moveqz.s f0, f3, a6                      # 60038b
moveqz.s f1, f4, a7                      # 70148b
moveqz.s f2, f5, a8                      # 80258b
moveqz.s f3, f6, a9                      # 90368b
moveqz.s f4, f7, a10                     # a0478b
moveqz.s f5, f8, a11                     # b0588b
moveqz.s f6, f9, a12                     # c0698b
moveqz.s f7, f10, a13                    # d07a8b
moveqz.s f8, f11, a14                    # e08b8b
moveqz.s f9, f12, a15                    # f09c8b
moveqz.s f10, f13, a0                    # 00ad8b
moveqz.s f11, f14, sp                    # 10be8b
moveqz.s f12, f15, a2                    # 20cf8b
moveqz.s f13, f0, a3                     # 30d08b
moveqz.s f14, f1, a4                     # 40e18b
moveqz.s f15, f2, a5                     # 50f28b
movnez.s f0, f3, a6                      # 60039b
movnez.s f1, f4, a7                      # 70149b
movnez.s f2, f5, a8                      # 80259b
movnez.s f3, f6, a9                      # 90369b
movnez.s f4, f7, a10                     # a0479b
movnez.s f5, f8, a11                     # b0589b
movnez.s f6, f9, a12                     # c0699b
movnez.s f7, f10, a13                    # d07a9b
movnez.s f8, f11, a14                    # e08b9b
movnez.s f9, f12, a15                    # f09c9b
movnez.s f10, f13, a0                    # 00ad9b
movnez.s f11, f14, sp                    # 10be9b
movnez.s f12, f15, a2                    # 20cf9b
movnez.s f13, f0, a3                     # 30d09b
movnez.s f14, f1, a4                     # 40e19b
movnez.s f15, f2, a5                     # 50f29b
movltz.s f0, f3, a6                      # 6003ab
movltz.s f1, f4, a7                      # 7014ab
movltz.s f2, f5, a8                      # 8025ab
movltz.s f3, f6, a9                      # 9036ab
movltz.s f4, f7, a10                     # a047ab
movltz.s f5, f8, a11                     # b058ab
movltz.s f6, f9, a12                     # c069ab
movltz.s f7, f10, a13                    # d07aab
movltz.s f8, f11, a14                    # e08bab
movltz.s f9, f12, a15                    # f09cab
movltz.s f10, f13, a0                    # 00adab
movltz.s f11, f14, sp                    # 10beab
movltz.s f12, f15, a2                    # 20cfab
movltz.s f13, f0, a3                     # 30d0ab
movltz.s f14, f1, a4                     # 40e1ab
movltz.s f15, f2, a5                     # 50f2ab
movgez.s f0, f3, a6                      # 6003bb
movgez.s f1, f4, a7                      # 7014bb
movgez.s f2, f5, a8                      # 8025bb
movgez.s f3, f6, a9                      # 9036bb
movgez.s f4, f7, a10                     # a047bb
movgez.s f5, f8, a11                     # b058bb
movgez.s f6, f9, a12                     # c069bb
movgez.s f7, f10, a13                    # d07abb
movgez.s f8, f11, a14                    # e08bbb
movgez.s f9, f12, a15                    # f09cbb
movgez.s f10, f13, a0                    # 00adbb
movgez.s f11, f14, sp                    # 10bebb
movgez.s f12, f15, a2                    # 20cfbb
movgez.s f13, f0, a3                     # 30d0bb
movgez.s f14, f1, a4                     # 40e1bb
movgez.s f15, f2, a5                     # 50f2bb
movf.s f0, f3, b6                        # 6003cb
movf.s f1, f4, b7                        # 7014cb
movf.s f2, f5, b8                        # 8025cb
movf.s f3, f6, b9                        # 9036cb
movf.s f4, f7, b10                       # a047cb
movf.s f5, f8, b11                       # b058cb
movf.s f6, f9, b12                       # c069cb
movf.s f7, f10, b13                      # d07acb
movf.s f8, f11, b14                      # e08bcb
movf.s f9, f12, b15                      # f09ccb
movf.s f10, f13, b0                      # 00adcb
movf.s f11, f14, b1                      # 10becb
movf.s f12, f15, b2                      # 20cfcb
movf.s f13, f0, b3                       # 30d0cb
movf.s f14, f1, b4                       # 40e1cb
movf.s f15, f2, b5                       # 50f2cb
movt.s f0, f3, b6                        # 6003db
movt.s f1, f4, b7                        # 7014db
movt.s f2, f5, b8                        # 8025db
movt.s f3, f6, b9                        # 9036db
movt.s f4, f7, b10                       # a047db
movt.s f5, f8, b11                       # b058db
movt.s f6, f9, b12                       # c069db
movt.s f7, f10, b13                      # d07adb
movt.s f8, f11, b14                      # e08bdb
movt.s f9, f12, b15                      # f09cdb
movt.s f10, f13, b0                      # 00addb
movt.s f11, f14, b1                      # 10bedb
movt.s f12, f15, b2                      # 20cfdb
movt.s f13, f0, b3                       # 30d0db
movt.s f14, f1, b4                       # 40e1db
movt.s f15, f2, b5                       # 50f2db
maddn.s f0, f3, f6                       # 60036a
maddn.s f1, f4, f7                       # 70146a
maddn.s f2, f5, f8                       # 80256a
maddn.s f3, f6, f9                       # 90366a
maddn.s f4, f7, f10                      # a0476a
maddn.s f5, f8, f11                      # b0586a
maddn.s f6, f9, f12                      # c0696a
maddn.s f7, f10, f13                     # d07a6a
maddn.s f8, f11, f14                     # e08b6a
maddn.s f9, f12, f15                     # f09c6a
maddn.s f10, f13, f0                     # 00ad6a
maddn.s f11, f14, f1                     # 10be6a
maddn.s f12, f15, f2                     # 20cf6a
maddn.s f13, f0, f3                      # 30d06a
maddn.s f14, f1, f4                      # 40e16a
maddn.s f15, f2, f5                      # 50f26a
divn.s f0, f3, f6                        # 60037a
divn.s f1, f4, f7                        # 70147a
divn.s f2, f5, f8                        # 80257a
divn.s f3, f6, f9                        # 90367a
divn.s f4, f7, f10                       # a0477a
divn.s f5, f8, f11                       # b0587a
divn.s f6, f9, f12                       # c0697a
divn.s f7, f10, f13                      # d07a7a
divn.s f8, f11, f14                      # e08b7a
divn.s f9, f12, f15                      # f09c7a
divn.s f10, f13, f0                      # 00ad7a
divn.s f11, f14, f1                      # 10be7a
divn.s f12, f15, f2                      # 20cf7a
divn.s f13, f0, f3                       # 30d07a
divn.s f14, f1, f4                       # 40e17a
divn.s f15, f2, f5                       # 50f27a
const.s f0, 3                            # 3003fa
const.s f1, 4                            # 3014fa
const.s f2, 5                            # 3025fa
const.s f3, 6                            # 3036fa
const.s f4, 7                            # 3047fa
const.s f5, 8                            # 3058fa
const.s f6, 9                            # 3069fa
const.s f7, 10                           # 307afa
const.s f8, 11                           # 308bfa
const.s f9, 12                           # 309cfa
const.s f10, 13                          # 30adfa
const.s f11, 14                          # 30befa
const.s f12, 15                          # 30cffa
const.s f13, 0                           # 30d0fa
const.s f14, 1                           # 30e1fa
const.s f15, 2                           # 30f2fa
div0.s f0, f3                            # 7003fa
div0.s f1, f4                            # 7014fa
div0.s f2, f5                            # 7025fa
div0.s f3, f6                            # 7036fa
div0.s f4, f7                            # 7047fa
div0.s f5, f8                            # 7058fa
div0.s f6, f9                            # 7069fa
div0.s f7, f10                           # 707afa
div0.s f8, f11                           # 708bfa
div0.s f9, f12                           # 709cfa
div0.s f10, f13                          # 70adfa
div0.s f11, f14                          # 70befa
div0.s f12, f15                          # 70cffa
div0.s f13, f0                           # 70d0fa
div0.s f14, f1                           # 70e1fa
div0.s f15, f2                           # 70f2fa
recip0.s f0, f3                          # 8003fa
recip0.s f1, f4                          # 8014fa
recip0.s f2, f5                          # 8025fa
recip0.s f3, f6                          # 8036fa
recip0.s f4, f7                          # 8047fa
recip0.s f5, f8                          # 8058fa
recip0.s f6, f9                          # 8069fa
recip0.s f7, f10                         # 807afa
recip0.s f8, f11                         # 808bfa
recip0.s f9, f12                         # 809cfa
recip0.s f10, f13                        # 80adfa
recip0.s f11, f14                        # 80befa
recip0.s f12, f15                        # 80cffa
recip0.s f13, f0                         # 80d0fa
recip0.s f14, f1                         # 80e1fa
recip0.s f15, f2                         # 80f2fa
sqrt0.s f0, f3                           # 9003fa
sqrt0.s f1, f4                           # 9014fa
sqrt0.s f2, f5                           # 9025fa
sqrt0.s f3, f6                           # 9036fa
sqrt0.s f4, f7                           # 9047fa
sqrt0.s f5, f8                           # 9058fa
sqrt0.s f6, f9                           # 9069fa
sqrt0.s f7, f10                          # 907afa
sqrt0.s f8, f11                          # 908bfa
sqrt0.s f9, f12                          # 909cfa
sqrt0.s f10, f13                         # 90adfa
sqrt0.s f11, f14                         # 90befa
sqrt0.s f12, f15                         # 90cffa
sqrt0.s f13, f0                          # 90d0fa
sqrt0.s f14, f1                          # 90e1fa
sqrt0.s f15, f2                          # 90f2fa
rsqrt0.s f0, f3                          # a003fa
rsqrt0.s f1, f4                          # a014fa
rsqrt0.s f2, f5                          # a025fa
rsqrt0.s f3, f6                          # a036fa
rsqrt0.s f4, f7                          # a047fa
rsqrt0.s f5, f8                          # a058fa
rsqrt0.s f6, f9                          # a069fa
rsqrt0.s f7, f10                         # a07afa
rsqrt0.s f8, f11                         # a08bfa
rsqrt0.s f9, f12                         # a09cfa
rsqrt0.s f10, f13                        # a0adfa
rsqrt0.s f11, f14                        # a0befa
rsqrt0.s f12, f15                        # a0cffa
rsqrt0.s f13, f0                         # a0d0fa
rsqrt0.s f14, f1                         # a0e1fa
rsqrt0.s f15, f2                         # a0f2fa
nexp01.s f0, f3                          # b003fa
nexp01.s f1, f4                          # b014fa
nexp01.s f2, f5                          # b025fa
nexp01.s f3, f6                          # b036fa
nexp01.s f4, f7                          # b047fa
nexp01.s f5, f8                          # b058fa
nexp01.s f6, f9                          # b069fa
nexp01.s f7, f10                         # b07afa
nexp01.s f8, f11                         # b08bfa
nexp01.s f9, f12                         # b09cfa
nexp01.s f10, f13                        # b0adfa
nexp01.s f11, f14                        # b0befa
nexp01.s f12, f15                        # b0cffa
nexp01.s f13, f0                         # b0d0fa
nexp01.s f14, f1                         # b0e1fa
nexp01.s f15, f2                         # b0f2fa
mksadj.s f0, f3                          # c003fa
mksadj.s f1, f4                          # c014fa
mksadj.s f2, f5                          # c025fa
mksadj.s f3, f6                          # c036fa
mksadj.s f4, f7                          # c047fa
mksadj.s f5, f8                          # c058fa
mksadj.s f6, f9                          # c069fa
mksadj.s f7, f10                         # c07afa
mksadj.s f8, f11                         # c08bfa
mksadj.s f9, f12                         # c09cfa
mksadj.s f10, f13                        # c0adfa
mksadj.s f11, f14                        # c0befa
mksadj.s f12, f15                        # c0cffa
mksadj.s f13, f0                         # c0d0fa
mksadj.s f14, f1                         # c0e1fa
mksadj.s f15, f2                         # c0f2fa
mkdadj.s f0, f3                          # d003fa
mkdadj.s f1, f4                          # d014fa
mkdadj.s f2, f5                          # d025fa
mkdadj.s f3, f6                          # d036fa
mkdadj.s f4, f7                          # d047fa
mkdadj.s f5, f8                          # d058fa
mkdadj.s f6, f9                          # d069fa
mkdadj.s f7, f10                         # d07afa
mkdadj.s f8, f11                         # d08bfa
mkdadj.s f9, f12                         # d09cfa
mkdadj.s f10, f13                        # d0adfa
mkdadj.s f11, f14                        # d0befa
mkdadj.s f12, f15                        # d0cffa
mkdadj.s f13, f0                         # d0d0fa
mkdadj.s f14, f1                         # d0e1fa
mkdadj.s f15, f2                         # d0f2fa
addexp.s f0, f3                          # e003fa
addexp.s f1, f4                          # e014fa
addexp.s f2, f5                          # e025fa
addexp.s f3, f6                          # e036fa
addexp.s f4, f7                          # e047fa
addexp.s f5, f8                          # e058fa
addexp.s f6, f9                          # e069fa
addexp.s f7, f10                         # e07afa
addexp.s f8, f11                         # e08bfa
addexp.s f9, f12                         # e09cfa
addexp.s f10, f13                        # e0adfa
addexp.s f11, f14                        # e0befa
addexp.s f12, f15                        # e0cffa
addexp.s f13, f0                         # e0d0fa
addexp.s f14, f1                         # e0e1fa
addexp.s f15, f2                         # e0f2fa
addexpm.s f0, f3                         # f003fa
addexpm.s f1, f4                         # f014fa
addexpm.s f2, f5                         # f025fa
addexpm.s f3, f6                         # f036fa
addexpm.s f4, f7                         # f047fa
addexpm.s f5, f8                         # f058fa
addexpm.s f6, f9                         # f069fa
addexpm.s f7, f10                        # f07afa
addexpm.s f8, f11                        # f08bfa
addexpm.s f9, f12                        # f09cfa
addexpm.s f10, f13                       # f0adfa
addexpm.s f11, f14                       # f0befa
addexpm.s f12, f15                       # f0cffa
addexpm.s f13, f0                        # f0d0fa
addexpm.s f14, f1                        # f0e1fa
addexpm.s f15, f2                        # f0f2fa

# Section 4.3.12
l32ai a0, a3, 128                        # 02b320
l32ai sp, a4, 256                        # 12b440
l32ai a2, a5, 512                        # 22b580
l32ai a3, a6, 1016                       # 32b6fe
l32ai a4, a7, 1020                       # 42b7ff
l32ai a5, a8, 0                          # 52b800
l32ai a6, a9, 4                          # 62b901
l32ai a7, a10, 8                         # 72ba02
l32ai a8, a11, 16                        # 82bb04
l32ai a9, a12, 32                        # 92bc08
l32ai a10, a13, 64                       # a2bd10
l32ai a11, a14, 128                      # b2be20
l32ai a12, a15, 256                      # c2bf40
l32ai a13, a0, 512                       # d2b080
l32ai a14, sp, 1016                      # e2b1fe
l32ai a15, a2, 1020                      # f2b2ff
s32ri a0, a3, 128                        # 02f320
s32ri sp, a4, 256                        # 12f440
s32ri a2, a5, 512                        # 22f580
s32ri a3, a6, 1016                       # 32f6fe
s32ri a4, a7, 1020                       # 42f7ff
s32ri a5, a8, 0                          # 52f800
s32ri a6, a9, 4                          # 62f901
s32ri a7, a10, 8                         # 72fa02
s32ri a8, a11, 16                        # 82fb04
s32ri a9, a12, 32                        # 92fc08
s32ri a10, a13, 64                       # a2fd10
s32ri a11, a14, 128                      # b2fe20
s32ri a12, a15, 256                      # c2ff40
s32ri a13, a0, 512                       # d2f080
s32ri a14, sp, 1016                      # e2f1fe
s32ri a15, a2, 1020                      # f2f2ff

# Section 4.3.13
s32c1i a0, a3, 128                       # 02e320
s32c1i sp, a4, 256                       # 12e440
s32c1i a2, a5, 512                       # 22e580
s32c1i a3, a6, 1016                      # 32e6fe
s32c1i a4, a7, 1020                      # 42e7ff
s32c1i a5, a8, 0                         # 52e800
s32c1i a6, a9, 4                         # 62e901
s32c1i a7, a10, 8                        # 72ea02
s32c1i a8, a11, 16                       # 82eb04
s32c1i a9, a12, 32                       # 92ec08
s32c1i a10, a13, 64                      # a2ed10
s32c1i a11, a14, 128                     # b2ee20
s32c1i a12, a15, 256                     # c2ef40
s32c1i a13, a0, 512                      # d2e080
s32c1i a14, sp, 1016                     # e2e1fe
s32c1i a15, a2, 1020                     # f2e2ff

# Section 4.4.1
ill                                      # 000000
syscall                                  # 005000
simcall                                  # 005100
rfe                                      # 003000
rfde                                     # 003200

# Section 4.4.4
rsil a0, 3                               # 006300
rsil sp, 4                               # 106400
rsil a2, 5                               # 206500
rsil a3, 6                               # 306600
rsil a4, 7                               # 406700
rsil a5, 8                               # 506800
rsil a6, 9                               # 606900
rsil a7, 10                              # 706a00
rsil a8, 11                              # 806b00
rsil a9, 12                              # 906c00
rsil a10, 13                             # a06d00
rsil a11, 14                             # b06e00
rsil a12, 15                             # c06f00
rsil a13, 0                              # d06000
rsil a14, 1                              # e06100
rsil a15, 2                              # f06200
waiti 0                                  # 007000
waiti 1                                  # 007100
waiti 2                                  # 007200
waiti 3                                  # 007300
waiti 4                                  # 007400
waiti 5                                  # 007500
waiti 6                                  # 007600
waiti 7                                  # 007700
waiti 8                                  # 007800
waiti 9                                  # 007900
waiti 10                                 # 007a00
waiti 11                                 # 007b00
waiti 12                                 # 007c00
waiti 13                                 # 007d00
waiti 14                                 # 007e00
waiti 15                                 # 007f00
rfi 0                                    # 103000
rfi 1                                    # 103100
rfi 2                                    # 103200
rfi 3                                    # 103300
rfi 4                                    # 103400
rfi 5                                    # 103500
rfi 6                                    # 103600
rfi 7                                    # 103700
rfi 8                                    # 103800
rfi 9                                    # 103900
rfi 10                                   # 103a00
rfi 11                                   # 103b00
rfi 12                                   # 103c00
rfi 13                                   # 103d00
rfi 14                                   # 103e00
rfi 15                                   # 103f00

# Section 4.6.3
ritlb0 a0, a3                            # 003350
ritlb0 sp, a4                            # 103450
ritlb0 a2, a5                            # 203550
ritlb0 a3, a6                            # 303650
ritlb0 a4, a7                            # 403750
ritlb0 a5, a8                            # 503850
ritlb0 a6, a9                            # 603950
ritlb0 a7, a10                           # 703a50
ritlb0 a8, a11                           # 803b50
ritlb0 a9, a12                           # 903c50
ritlb0 a10, a13                          # a03d50
ritlb0 a11, a14                          # b03e50
ritlb0 a12, a15                          # c03f50
ritlb0 a13, a0                           # d03050
ritlb0 a14, sp                           # e03150
ritlb0 a15, a2                           # f03250
ritlb1 a0, a3                            # 007350
ritlb1 sp, a4                            # 107450
ritlb1 a2, a5                            # 207550
ritlb1 a3, a6                            # 307650
ritlb1 a4, a7                            # 407750
ritlb1 a5, a8                            # 507850
ritlb1 a6, a9                            # 607950
ritlb1 a7, a10                           # 707a50
ritlb1 a8, a11                           # 807b50
ritlb1 a9, a12                           # 907c50
ritlb1 a10, a13                          # a07d50
ritlb1 a11, a14                          # b07e50
ritlb1 a12, a15                          # c07f50
ritlb1 a13, a0                           # d07050
ritlb1 a14, sp                           # e07150
ritlb1 a15, a2                           # f07250
pitlb a0, a3                             # 005350
pitlb sp, a4                             # 105450
pitlb a2, a5                             # 205550
pitlb a3, a6                             # 305650
pitlb a4, a7                             # 405750
pitlb a5, a8                             # 505850
pitlb a6, a9                             # 605950
pitlb a7, a10                            # 705a50
pitlb a8, a11                            # 805b50
pitlb a9, a12                            # 905c50
pitlb a10, a13                           # a05d50
pitlb a11, a14                           # b05e50
pitlb a12, a15                           # c05f50
pitlb a13, a0                            # d05050
pitlb a14, sp                            # e05150
pitlb a15, a2                            # f05250
rdtlb0 a0, a3                            # 00b350
rdtlb0 sp, a4                            # 10b450
rdtlb0 a2, a5                            # 20b550
rdtlb0 a3, a6                            # 30b650
rdtlb0 a4, a7                            # 40b750
rdtlb0 a5, a8                            # 50b850
rdtlb0 a6, a9                            # 60b950
rdtlb0 a7, a10                           # 70ba50
rdtlb0 a8, a11                           # 80bb50
rdtlb0 a9, a12                           # 90bc50
rdtlb0 a10, a13                          # a0bd50
rdtlb0 a11, a14                          # b0be50
rdtlb0 a12, a15                          # c0bf50
rdtlb0 a13, a0                           # d0b050
rdtlb0 a14, sp                           # e0b150
rdtlb0 a15, a2                           # f0b250
rdtlb1 a0, a3                            # 00f350
rdtlb1 sp, a4                            # 10f450
rdtlb1 a2, a5                            # 20f550
rdtlb1 a3, a6                            # 30f650
rdtlb1 a4, a7                            # 40f750
rdtlb1 a5, a8                            # 50f850
rdtlb1 a6, a9                            # 60f950
rdtlb1 a7, a10                           # 70fa50
rdtlb1 a8, a11                           # 80fb50
rdtlb1 a9, a12                           # 90fc50
rdtlb1 a10, a13                          # a0fd50
rdtlb1 a11, a14                          # b0fe50
rdtlb1 a12, a15                          # c0ff50
rdtlb1 a13, a0                           # d0f050
rdtlb1 a14, sp                           # e0f150
rdtlb1 a15, a2                           # f0f250
pdtlb a0, a3                             # 00d350
pdtlb sp, a4                             # 10d450
pdtlb a2, a5                             # 20d550
pdtlb a3, a6                             # 30d650
pdtlb a4, a7                             # 40d750
pdtlb a5, a8                             # 50d850
pdtlb a6, a9                             # 60d950
pdtlb a7, a10                            # 70da50
pdtlb a8, a11                            # 80db50
pdtlb a9, a12                            # 90dc50
pdtlb a10, a13                           # a0dd50
pdtlb a11, a14                           # b0de50
pdtlb a12, a15                           # c0df50
pdtlb a13, a0                            # d0d050
pdtlb a14, sp                            # e0d150
pdtlb a15, a2                            # f0d250
witlb a0, a3                             # 006350
witlb sp, a4                             # 106450
witlb a2, a5                             # 206550
witlb a3, a6                             # 306650
witlb a4, a7                             # 406750
witlb a5, a8                             # 506850
witlb a6, a9                             # 606950
witlb a7, a10                            # 706a50
witlb a8, a11                            # 806b50
witlb a9, a12                            # 906c50
witlb a10, a13                           # a06d50
witlb a11, a14                           # b06e50
witlb a12, a15                           # c06f50
witlb a13, a0                            # d06050
witlb a14, sp                            # e06150
witlb a15, a2                            # f06250
wdtlb a0, a3                             # 00e350
wdtlb sp, a4                             # 10e450
wdtlb a2, a5                             # 20e550
wdtlb a3, a6                             # 30e650
wdtlb a4, a7                             # 40e750
wdtlb a5, a8                             # 50e850
wdtlb a6, a9                             # 60e950
wdtlb a7, a10                            # 70ea50
wdtlb a8, a11                            # 80eb50
wdtlb a9, a12                            # 90ec50
wdtlb a10, a13                           # a0ed50
wdtlb a11, a14                           # b0ee50
wdtlb a12, a15                           # c0ef50
wdtlb a13, a0                            # d0e050
wdtlb a14, sp                            # e0e150
wdtlb a15, a2                            # f0e250
iitlb a0                                 # 004050
iitlb sp                                 # 004150
iitlb a2                                 # 004250
iitlb a3                                 # 004350
iitlb a4                                 # 004450
iitlb a5                                 # 004550
iitlb a6                                 # 004650
iitlb a7                                 # 004750
iitlb a8                                 # 004850
iitlb a9                                 # 004950
iitlb a10                                # 004a50
iitlb a11                                # 004b50
iitlb a12                                # 004c50
iitlb a13                                # 004d50
iitlb a14                                # 004e50
iitlb a15                                # 004f50
idtlb a0                                 # 00c050
idtlb sp                                 # 00c150
idtlb a2                                 # 00c250
idtlb a3                                 # 00c350
idtlb a4                                 # 00c450
idtlb a5                                 # 00c550
idtlb a6                                 # 00c650
idtlb a7                                 # 00c750
idtlb a8                                 # 00c850
idtlb a9                                 # 00c950
idtlb a10                                # 00ca50
idtlb a11                                # 00cb50
idtlb a12                                # 00cc50
idtlb a13                                # 00cd50
idtlb a14                                # 00ce50
idtlb a15                                # 00cf50

# Section 4.7.1
.balign 4
call4 .-524284                           # 150080
.balign 4
call4 .-524280                           # 550080
.balign 4
call4 .-262140                           # 1500c0
.balign 4
call4 .-131068                           # 1500e0
.balign 4
call4 .-65532                            # 1500f0
.balign 4
call4 .-32764                            # 1500f8
.balign 4
call4 .-16380                            # 1500fc
.balign 4
call4 .-8188                             # 1500fe
.balign 4
call4 .-4092                             # 1500ff
.balign 4
call4 .-2044                             # 1580ff
.balign 4
call4 .-1020                             # 15c0ff
.balign 4
call4 .-508                              # 15e0ff
.balign 4
call4 .-252                              # 15f0ff
.balign 4
call4 .-124                              # 15f8ff
.balign 4
call4 .-60                               # 15fcff
.balign 4
call4 .-28                               # 15feff
.balign 4
call4 .-12                               # 15ffff
.balign 4
call4 .-4                                # 95ffff
.balign 4
call4 .+0                                # d5ffff
.balign 4
call4 .+4                                # 150000
.balign 4
call4 .+8                                # 550000
.balign 4
call4 .+12                               # 950000
.balign 4
call4 .+20                               # 150100
.balign 4
call4 .+36                               # 150200
.balign 4
call4 .+68                               # 150400
.balign 4
call4 .+132                              # 150800
.balign 4
call4 .+260                              # 151000
.balign 4
call4 .+516                              # 152000
.balign 4
call4 .+1028                             # 154000
.balign 4
call4 .+2052                             # 158000
.balign 4
call4 .+4100                             # 150001
.balign 4
call4 .+8196                             # 150002
.balign 4
call4 .+16388                            # 150004
.balign 4
call4 .+32772                            # 150008
.balign 4
call4 .+65540                            # 150010
.balign 4
call4 .+131076                           # 150020
.balign 4
call4 .+262148                           # 150040
.balign 4
call4 .+524284                           # 95ff7f
.balign 4
call4 .+524288                           # d5ff7f
.balign 4
call8 .-524284                           # 250080
.balign 4
call8 .-524280                           # 650080
.balign 4
call8 .-262140                           # 2500c0
.balign 4
call8 .-131068                           # 2500e0
.balign 4
call8 .-65532                            # 2500f0
.balign 4
call8 .-32764                            # 2500f8
.balign 4
call8 .-16380                            # 2500fc
.balign 4
call8 .-8188                             # 2500fe
.balign 4
call8 .-4092                             # 2500ff
.balign 4
call8 .-2044                             # 2580ff
.balign 4
call8 .-1020                             # 25c0ff
.balign 4
call8 .-508                              # 25e0ff
.balign 4
call8 .-252                              # 25f0ff
.balign 4
call8 .-124                              # 25f8ff
.balign 4
call8 .-60                               # 25fcff
.balign 4
call8 .-28                               # 25feff
.balign 4
call8 .-12                               # 25ffff
.balign 4
call8 .-4                                # a5ffff
.balign 4
call8 .+0                                # e5ffff
.balign 4
call8 .+4                                # 250000
.balign 4
call8 .+8                                # 650000
.balign 4
call8 .+12                               # a50000
.balign 4
call8 .+20                               # 250100
.balign 4
call8 .+36                               # 250200
.balign 4
call8 .+68                               # 250400
.balign 4
call8 .+132                              # 250800
.balign 4
call8 .+260                              # 251000
.balign 4
call8 .+516                              # 252000
.balign 4
call8 .+1028                             # 254000
.balign 4
call8 .+2052                             # 258000
.balign 4
call8 .+4100                             # 250001
.balign 4
call8 .+8196                             # 250002
.balign 4
call8 .+16388                            # 250004
.balign 4
call8 .+32772                            # 250008
.balign 4
call8 .+65540                            # 250010
.balign 4
call8 .+131076                           # 250020
.balign 4
call8 .+262148                           # 250040
.balign 4
call8 .+524284                           # a5ff7f
.balign 4
call8 .+524288                           # e5ff7f
.balign 4
call12 .-524284                          # 350080
.balign 4
call12 .-524280                          # 750080
.balign 4
call12 .-262140                          # 3500c0
.balign 4
call12 .-131068                          # 3500e0
.balign 4
call12 .-65532                           # 3500f0
.balign 4
call12 .-32764                           # 3500f8
.balign 4
call12 .-16380                           # 3500fc
.balign 4
call12 .-8188                            # 3500fe
.balign 4
call12 .-4092                            # 3500ff
.balign 4
call12 .-2044                            # 3580ff
.balign 4
call12 .-1020                            # 35c0ff
.balign 4
call12 .-508                             # 35e0ff
.balign 4
call12 .-252                             # 35f0ff
.balign 4
call12 .-124                             # 35f8ff
.balign 4
call12 .-60                              # 35fcff
.balign 4
call12 .-28                              # 35feff
.balign 4
call12 .-12                              # 35ffff
.balign 4
call12 .-4                               # b5ffff
.balign 4
call12 .+0                               # f5ffff
.balign 4
call12 .+4                               # 350000
.balign 4
call12 .+8                               # 750000
.balign 4
call12 .+12                              # b50000
.balign 4
call12 .+20                              # 350100
.balign 4
call12 .+36                              # 350200
.balign 4
call12 .+68                              # 350400
.balign 4
call12 .+132                             # 350800
.balign 4
call12 .+260                             # 351000
.balign 4
call12 .+516                             # 352000
.balign 4
call12 .+1028                            # 354000
.balign 4
call12 .+2052                            # 358000
.balign 4
call12 .+4100                            # 350001
.balign 4
call12 .+8196                            # 350002
.balign 4
call12 .+16388                           # 350004
.balign 4
call12 .+32772                           # 350008
.balign 4
call12 .+65540                           # 350010
.balign 4
call12 .+131076                          # 350020
.balign 4
call12 .+262148                          # 350040
.balign 4
call12 .+524284                          # b5ff7f
.balign 4
call12 .+524288                          # f5ff7f
callx4 a0                                # d00000
callx4 sp                                # d00100
callx4 a2                                # d00200
callx4 a3                                # d00300
callx4 a4                                # d00400
callx4 a5                                # d00500
callx4 a6                                # d00600
callx4 a7                                # d00700
callx4 a8                                # d00800
callx4 a9                                # d00900
callx4 a10                               # d00a00
callx4 a11                               # d00b00
callx4 a12                               # d00c00
callx4 a13                               # d00d00
callx4 a14                               # d00e00
callx4 a15                               # d00f00
callx8 a0                                # e00000
callx8 sp                                # e00100
callx8 a2                                # e00200
callx8 a3                                # e00300
callx8 a4                                # e00400
callx8 a5                                # e00500
callx8 a6                                # e00600
callx8 a7                                # e00700
callx8 a8                                # e00800
callx8 a9                                # e00900
callx8 a10                               # e00a00
callx8 a11                               # e00b00
callx8 a12                               # e00c00
callx8 a13                               # e00d00
callx8 a14                               # e00e00
callx8 a15                               # e00f00
callx12 a0                               # f00000
callx12 sp                               # f00100
callx12 a2                               # f00200
callx12 a3                               # f00300
callx12 a4                               # f00400
callx12 a5                               # f00500
callx12 a6                               # f00600
callx12 a7                               # f00700
callx12 a8                               # f00800
callx12 a9                               # f00900
callx12 a10                              # f00a00
callx12 a11                              # f00b00
callx12 a12                              # f00c00
callx12 a13                              # f00d00
callx12 a14                              # f00e00
callx12 a15                              # f00f00
entry a0, 32                             # 364000
entry sp, 64                             # 368100
entry a2, 128                            # 360201
entry a3, 256                            # 360302
entry a4, 512                            # 360404
entry a5, 1024                           # 360508
entry a6, 2048                           # 360610
entry a7, 4096                           # 360720
entry a8, 8192                           # 360840
entry a9, 16384                          # 360980
entry a10, 32752                         # 36eaff
entry a11, 32760                         # 36fbff
entry a12, 0                             # 360c00
entry a13, 8                             # 361d00
entry a14, 16                            # 362e00
entry a15, 32                            # 364f00
retw                                     # 900000
retw.n                                   # 1df0
movsp a0, a3                             # 001300
movsp sp, a4                             # 101400
movsp a2, a5                             # 201500
movsp a3, a6                             # 301600
movsp a4, a7                             # 401700
movsp a5, a8                             # 501800
movsp a6, a9                             # 601900
movsp a7, a10                            # 701a00
movsp a8, a11                            # 801b00
movsp a9, a12                            # 901c00
movsp a10, a13                           # a01d00
movsp a11, a14                           # b01e00
movsp a12, a15                           # c01f00
movsp a13, a0                            # d01000
movsp a14, sp                            # e01100
movsp a15, a2                            # f01200
rotw -8                                  # 808040
rotw -7                                  # 908040
rotw -6                                  # a08040
rotw -5                                  # b08040
rotw -4                                  # c08040
rotw -3                                  # d08040
rotw -2                                  # e08040
rotw -1                                  # f08040
rotw 0                                   # 008040
rotw 1                                   # 108040
rotw 2                                   # 208040
rotw 3                                   # 308040
rotw 4                                   # 408040
rotw 5                                   # 508040
rotw 6                                   # 608040
rotw 7                                   # 708040
l32e a0, a3, -40                         # 006309
l32e sp, a4, -36                         # 107409
l32e a2, a5, -32                         # 208509
l32e a3, a6, -28                         # 309609
l32e a4, a7, -24                         # 40a709
l32e a5, a8, -20                         # 50b809
l32e a6, a9, -16                         # 60c909
l32e a7, a10, -12                        # 70da09
l32e a8, a11, -8                         # 80eb09
l32e a9, a12, -4                         # 90fc09
l32e a10, a13, -64                       # a00d09
l32e a11, a14, -60                       # b01e09
l32e a12, a15, -56                       # c02f09
l32e a13, a0, -52                        # d03009
l32e a14, sp, -48                        # e04109
l32e a15, a2, -44                        # f05209
s32e a0, a3, -40                         # 006349
s32e sp, a4, -36                         # 107449
s32e a2, a5, -32                         # 208549
s32e a3, a6, -28                         # 309649
s32e a4, a7, -24                         # 40a749
s32e a5, a8, -20                         # 50b849
s32e a6, a9, -16                         # 60c949
s32e a7, a10, -12                        # 70da49
s32e a8, a11, -8                         # 80eb49
s32e a9, a12, -4                         # 90fc49
s32e a10, a13, -64                       # a00d49
s32e a11, a14, -60                       # b01e49
s32e a12, a15, -56                       # c02f49
s32e a13, a0, -52                        # d03049
s32e a14, sp, -48                        # e04149
s32e a15, a2, -44                        # f05249
rfwo                                     # 003400
rfwu                                     # 003500

# Section 4.7.6
break 0, 3                               # 304000
break 1, 4                               # 404100
break 2, 5                               # 504200
break 3, 6                               # 604300
break 4, 7                               # 704400
break 5, 8                               # 804500
break 6, 9                               # 904600
break 7, 10                              # a04700
break 8, 11                              # b04800
break 9, 12                              # c04900
break 10, 13                             # d04a00
break 11, 14                             # e04b00
break 12, 15                             # f04c00
break 13, 0                              # 004d00
break 14, 1                              # 104e00
break 15, 2                              # 204f00
