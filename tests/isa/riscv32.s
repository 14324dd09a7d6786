.option norelax

# Section 2.4.1
.option norvc
addi zero, tp, -64                       # 130002fc
addi ra, s0, -32                         # 930004fe
addi sp, a6, -16                         # 130108ff
addi tp, t5, -8                          # 13028fff
addi s0, t6, -4                          # 1384cfff
addi a6, zero, -2                        # 1308e0ff
addi t5, ra, -1                          # 138ff0ff
addi t6, sp, 0                           # 930f0100
addi zero, tp, 1                         # 13001200
addi ra, s0, 2                           # 93002400
addi sp, a6, 4                           # 13014800
addi tp, t5, 8                           # 13028f00
addi s0, t6, 16                          # 13840f01
addi a6, zero, 32                        # 13080002
addi t5, ra, 64                          # 138f0004
addi t6, sp, 128                         # 930f0108
addi zero, tp, 256                       # 13000210
addi ra, s0, 512                         # 93000420
addi sp, a6, 1024                        # 13010840
addi tp, t5, 2046                        # 1302ef7f
addi s0, t6, 2047                        # 1384ff7f
addi a6, zero, -2048                     # 13080080
addi t5, ra, -2047                       # 138f1080
addi t6, sp, -1024                       # 930f01c0
addi zero, tp, -512                      # 130002e0
addi ra, s0, -256                        # 930004f0
addi sp, a6, -128                        # 130108f8
slti zero, tp, -64                       # 132002fc
slti ra, s0, -32                         # 932004fe
slti sp, a6, -16                         # 132108ff
slti tp, t5, -8                          # 13228fff
slti s0, t6, -4                          # 13a4cfff
slti a6, zero, -2                        # 1328e0ff
slti t5, ra, -1                          # 13aff0ff
slti t6, sp, 0                           # 932f0100
slti zero, tp, 1                         # 13201200
slti ra, s0, 2                           # 93202400
slti sp, a6, 4                           # 13214800
slti tp, t5, 8                           # 13228f00
slti s0, t6, 16                          # 13a40f01
slti a6, zero, 32                        # 13280002
slti t5, ra, 64                          # 13af0004
slti t6, sp, 128                         # 932f0108
slti zero, tp, 256                       # 13200210
slti ra, s0, 512                         # 93200420
slti sp, a6, 1024                        # 13210840
slti tp, t5, 2046                        # 1322ef7f
slti s0, t6, 2047                        # 13a4ff7f
slti a6, zero, -2048                     # 13280080
slti t5, ra, -2047                       # 13af1080
slti t6, sp, -1024                       # 932f01c0
slti zero, tp, -512                      # 132002e0
slti ra, s0, -256                        # 932004f0
slti sp, a6, -128                        # 132108f8
sltiu zero, tp, -64                      # 133002fc
sltiu ra, s0, -32                        # 933004fe
sltiu sp, a6, -16                        # 133108ff
sltiu tp, t5, -8                         # 13328fff
sltiu s0, t6, -4                         # 13b4cfff
sltiu a6, zero, -2                       # 1338e0ff
sltiu t5, ra, -1                         # 13bff0ff
sltiu t6, sp, 0                          # 933f0100
sltiu zero, tp, 1                        # 13301200
sltiu ra, s0, 2                          # 93302400
sltiu sp, a6, 4                          # 13314800
sltiu tp, t5, 8                          # 13328f00
sltiu s0, t6, 16                         # 13b40f01
sltiu a6, zero, 32                       # 13380002
sltiu t5, ra, 64                         # 13bf0004
sltiu t6, sp, 128                        # 933f0108
sltiu zero, tp, 256                      # 13300210
sltiu ra, s0, 512                        # 93300420
sltiu sp, a6, 1024                       # 13310840
sltiu tp, t5, 2046                       # 1332ef7f
sltiu s0, t6, 2047                       # 13b4ff7f
sltiu a6, zero, -2048                    # 13380080
sltiu t5, ra, -2047                      # 13bf1080
sltiu t6, sp, -1024                      # 933f01c0
sltiu zero, tp, -512                     # 133002e0
sltiu ra, s0, -256                       # 933004f0
sltiu sp, a6, -128                       # 133108f8
xori zero, tp, -64                       # 134002fc
xori ra, s0, -32                         # 934004fe
xori sp, a6, -16                         # 134108ff
xori tp, t5, -8                          # 13428fff
xori s0, t6, -4                          # 13c4cfff
xori a6, zero, -2                        # 1348e0ff
xori t5, ra, -1                          # 13cff0ff
xori t6, sp, 0                           # 934f0100
xori zero, tp, 1                         # 13401200
xori ra, s0, 2                           # 93402400
xori sp, a6, 4                           # 13414800
xori tp, t5, 8                           # 13428f00
xori s0, t6, 16                          # 13c40f01
xori a6, zero, 32                        # 13480002
xori t5, ra, 64                          # 13cf0004
xori t6, sp, 128                         # 934f0108
xori zero, tp, 256                       # 13400210
xori ra, s0, 512                         # 93400420
xori sp, a6, 1024                        # 13410840
xori tp, t5, 2046                        # 1342ef7f
xori s0, t6, 2047                        # 13c4ff7f
xori a6, zero, -2048                     # 13480080
xori t5, ra, -2047                       # 13cf1080
xori t6, sp, -1024                       # 934f01c0
xori zero, tp, -512                      # 134002e0
xori ra, s0, -256                        # 934004f0
xori sp, a6, -128                        # 134108f8
ori zero, tp, -64                        # 136002fc
ori ra, s0, -32                          # 936004fe
ori sp, a6, -16                          # 136108ff
ori tp, t5, -8                           # 13628fff
ori s0, t6, -4                           # 13e4cfff
ori a6, zero, -2                         # 1368e0ff
ori t5, ra, -1                           # 13eff0ff
ori t6, sp, 0                            # 936f0100
ori zero, tp, 1                          # 13601200
ori ra, s0, 2                            # 93602400
ori sp, a6, 4                            # 13614800
ori tp, t5, 8                            # 13628f00
ori s0, t6, 16                           # 13e40f01
ori a6, zero, 32                         # 13680002
ori t5, ra, 64                           # 13ef0004
ori t6, sp, 128                          # 936f0108
ori zero, tp, 256                        # 13600210
ori ra, s0, 512                          # 93600420
ori sp, a6, 1024                         # 13610840
ori tp, t5, 2046                         # 1362ef7f
ori s0, t6, 2047                         # 13e4ff7f
ori a6, zero, -2048                      # 13680080
ori t5, ra, -2047                        # 13ef1080
ori t6, sp, -1024                        # 936f01c0
ori zero, tp, -512                       # 136002e0
ori ra, s0, -256                         # 936004f0
ori sp, a6, -128                         # 136108f8
andi zero, tp, -64                       # 137002fc
andi ra, s0, -32                         # 937004fe
andi sp, a6, -16                         # 137108ff
andi tp, t5, -8                          # 13728fff
andi s0, t6, -4                          # 13f4cfff
andi a6, zero, -2                        # 1378e0ff
andi t5, ra, -1                          # 13fff0ff
andi t6, sp, 0                           # 937f0100
andi zero, tp, 1                         # 13701200
andi ra, s0, 2                           # 93702400
andi sp, a6, 4                           # 13714800
andi tp, t5, 8                           # 13728f00
andi s0, t6, 16                          # 13f40f01
andi a6, zero, 32                        # 13780002
andi t5, ra, 64                          # 13ff0004
andi t6, sp, 128                         # 937f0108
andi zero, tp, 256                       # 13700210
andi ra, s0, 512                         # 93700420
andi sp, a6, 1024                        # 13710840
andi tp, t5, 2046                        # 1372ef7f
andi s0, t6, 2047                        # 13f4ff7f
andi a6, zero, -2048                     # 13780080
andi t5, ra, -2047                       # 13ff1080
andi t6, sp, -1024                       # 937f01c0
andi zero, tp, -512                      # 137002e0
andi ra, s0, -256                        # 937004f0
andi sp, a6, -128                        # 137108f8
slli zero, tp, 30                        # 1310e201
slli ra, s0, 31                          # 9310f401
slli sp, a6, 0                           # 13110800
slli tp, t5, 1                           # 13121f00
slli s0, t6, 2                           # 13942f00
slli a6, zero, 4                         # 13184000
slli t5, ra, 8                           # 139f8000
slli t6, sp, 16                          # 931f0101
srli zero, tp, 30                        # 1350e201
srli ra, s0, 31                          # 9350f401
srli sp, a6, 0                           # 13510800
srli tp, t5, 1                           # 13521f00
srli s0, t6, 2                           # 13d42f00
srli a6, zero, 4                         # 13584000
srli t5, ra, 8                           # 13df8000
srli t6, sp, 16                          # 935f0101
srai zero, tp, 30                        # 1350e241
srai ra, s0, 31                          # 9350f441
srai sp, a6, 0                           # 13510840
srai tp, t5, 1                           # 13521f40
srai s0, t6, 2                           # 13d42f40
srai a6, zero, 4                         # 13584040
srai t5, ra, 8                           # 13df8040
srai t6, sp, 16                          # 935f0141
lui zero, 4                              # 37400000
lui ra, 8                                # b7800000
lui sp, 16                               # 37010100
lui tp, 32                               # 37020200
lui s0, 64                               # 37040400
lui a6, 128                              # 37080800
lui t5, 256                              # 370f1000
lui t6, 512                              # b70f2000
lui zero, 1024                           # 37004000
lui ra, 2048                             # b7008000
lui sp, 4096                             # 37010001
lui tp, 8192                             # 37020002
lui s0, 16384                            # 37040004
lui a6, 32768                            # 37080008
lui t5, 65536                            # 370f0010
lui t6, 131072                           # b70f0020
lui zero, 262144                         # 37000040
lui ra, 524288                           # b7000080
lui sp, 1048574                          # 37e1ffff
lui tp, 1048575                          # 37f2ffff
lui s0, 0                                # 37040000
lui a6, 1                                # 37180000
lui t5, 2                                # 372f0000
auipc zero, 4                            # 17400000
auipc ra, 8                              # 97800000
auipc sp, 16                             # 17010100
auipc tp, 32                             # 17020200
auipc s0, 64                             # 17040400
auipc a6, 128                            # 17080800
auipc t5, 256                            # 170f1000
auipc t6, 512                            # 970f2000
auipc zero, 1024                         # 17004000
auipc ra, 2048                           # 97008000
auipc sp, 4096                           # 17010001
auipc tp, 8192                           # 17020002
auipc s0, 16384                          # 17040004
auipc a6, 32768                          # 17080008
auipc t5, 65536                          # 170f0010
auipc t6, 131072                         # 970f0020
auipc zero, 262144                       # 17000040
auipc ra, 524288                         # 97000080
auipc sp, 1048574                        # 17e1ffff
auipc tp, 1048575                        # 17f2ffff
auipc s0, 0                              # 17040000
auipc a6, 1                              # 17180000
auipc t5, 2                              # 172f0000

# Section 2.4.2
add zero, tp, t5                         # 3300e201
add ra, s0, t6                           # b300f401
add sp, a6, zero                         # 33010800
add tp, t5, ra                           # 33021f00
add s0, t6, sp                           # 33842f00
add a6, zero, tp                         # 33084000
add t5, ra, s0                           # 338f8000
add t6, sp, a6                           # b30f0101
sub zero, tp, t5                         # 3300e241
sub ra, s0, t6                           # b300f441
sub sp, a6, zero                         # 33010840
sub tp, t5, ra                           # 33021f40
sub s0, t6, sp                           # 33842f40
sub a6, zero, tp                         # 33084040
sub t5, ra, s0                           # 338f8040
sub t6, sp, a6                           # b30f0141
sll zero, tp, t5                         # 3310e201
sll ra, s0, t6                           # b310f401
sll sp, a6, zero                         # 33110800
sll tp, t5, ra                           # 33121f00
sll s0, t6, sp                           # 33942f00
sll a6, zero, tp                         # 33184000
sll t5, ra, s0                           # 339f8000
sll t6, sp, a6                           # b31f0101
slt zero, tp, t5                         # 3320e201
slt ra, s0, t6                           # b320f401
slt sp, a6, zero                         # 33210800
slt tp, t5, ra                           # 33221f00
slt s0, t6, sp                           # 33a42f00
slt a6, zero, tp                         # 33284000
slt t5, ra, s0                           # 33af8000
slt t6, sp, a6                           # b32f0101
sltu zero, tp, t5                        # 3330e201
sltu ra, s0, t6                          # b330f401
sltu sp, a6, zero                        # 33310800
sltu tp, t5, ra                          # 33321f00
sltu s0, t6, sp                          # 33b42f00
sltu a6, zero, tp                        # 33384000
sltu t5, ra, s0                          # 33bf8000
sltu t6, sp, a6                          # b33f0101
xor zero, tp, t5                         # 3340e201
xor ra, s0, t6                           # b340f401
xor sp, a6, zero                         # 33410800
xor tp, t5, ra                           # 33421f00
xor s0, t6, sp                           # 33c42f00
xor a6, zero, tp                         # 33484000
xor t5, ra, s0                           # 33cf8000
xor t6, sp, a6                           # b34f0101
srl zero, tp, t5                         # 3350e201
srl ra, s0, t6                           # b350f401
srl sp, a6, zero                         # 33510800
srl tp, t5, ra                           # 33521f00
srl s0, t6, sp                           # 33d42f00
srl a6, zero, tp                         # 33584000
srl t5, ra, s0                           # 33df8000
srl t6, sp, a6                           # b35f0101
sra zero, tp, t5                         # 3350e241
sra ra, s0, t6                           # b350f441
sra sp, a6, zero                         # 33510840
sra tp, t5, ra                           # 33521f40
sra s0, t6, sp                           # 33d42f40
sra a6, zero, tp                         # 33584040
sra t5, ra, s0                           # 33df8040
sra t6, sp, a6                           # b35f0141
or zero, tp, t5                          # 3360e201
or ra, s0, t6                            # b360f401
or sp, a6, zero                          # 33610800
or tp, t5, ra                            # 33621f00
or s0, t6, sp                            # 33e42f00
or a6, zero, tp                          # 33684000
or t5, ra, s0                            # 33ef8000
or t6, sp, a6                            # b36f0101
and zero, tp, t5                         # 3370e201
and ra, s0, t6                           # b370f401
and sp, a6, zero                         # 33710800
and tp, t5, ra                           # 33721f00
and s0, t6, sp                           # 33f42f00
and a6, zero, tp                         # 33784000
and t5, ra, s0                           # 33ff8000
and t6, sp, a6                           # b37f0101

# Section 2.5.1
jal zero, .-262144                       # 6f000c80
jal ra, .-131072                         # ef000e80
jal sp, .-65536                          # 6f010f80
jal tp, .-32768                          # 6f820f80
jal s0, .-16384                          # 6fc40f80
jal a6, .-8192                           # 6fe80f80
jal t5, .-4096                           # 6fff0f80
jal t6, .-2048                           # efff1f80
jal zero, .-1024                         # 6ff01fc0
jal ra, .-512                            # eff01fe0
jal sp, .-256                            # 6ff11ff0
jal tp, .-128                            # 6ff21ff8
jal s0, .-64                             # 6ff41ffc
jal a6, .-32                             # 6ff81ffe
jal t5, .-16                             # 6fff1fff
jal t6, .-8                              # efff9fff
jal zero, .-4                            # 6ff0dfff
jal ra, .-2                              # eff0ffff
jal sp, .+0                              # 6f010000
jal tp, .+2                              # 6f022000
jal s0, .+4                              # 6f044000
jal a6, .+8                              # 6f088000
jal t5, .+16                             # 6f0f0001
jal t6, .+32                             # ef0f0002
jal zero, .+64                           # 6f000004
jal ra, .+128                            # ef000008
jal sp, .+256                            # 6f010010
jal tp, .+512                            # 6f020020
jal s0, .+1024                           # 6f040040
jal a6, .+2048                           # 6f081000
jal t5, .+4096                           # 6f1f0000
jal t6, .+8192                           # ef2f0000
jal zero, .+16384                        # 6f400000
jal ra, .+32768                          # ef800000
jal sp, .+65536                          # 6f010100
jal tp, .+131072                         # 6f020200
jal s0, .+262144                         # 6f040400
jal a6, .+524288                         # 6f080800
jal t5, .+1048572                        # 6fffdf7f
jal t6, .+1048574                        # efffff7f
jal zero, .-1048576                      # 6f000080
jal ra, .-1048574                        # ef002080
jal sp, .-524288                         # 6f010880
jalr zero, -512(t5)                      # 67000fe0
jalr ra, -256(t6)                        # e7800ff0
jalr sp, -128(zero)                      # 670100f8
jalr tp, -64(ra)                         # 678200fc
jalr s0, -32(sp)                         # 670401fe
jalr a6, -16(tp)                         # 670802ff
jalr t5, -8(s0)                          # 670f84ff
jalr t6, -4(a6)                          # e70fc8ff
jalr zero, -2(t5)                        # 6700efff
jalr ra, -1(t6)                          # e780ffff
jalr sp, 0(zero)                         # 67010000
jalr tp, 1(ra)                           # 67821000
jalr s0, 2(sp)                           # 67042100
jalr a6, 4(tp)                           # 67084200
jalr t5, 8(s0)                           # 670f8400
jalr t6, 16(a6)                          # e70f0801
jalr zero, 32(t5)                        # 67000f02
jalr ra, 64(t6)                          # e7800f04
jalr sp, 128(zero)                       # 67010008
jalr tp, 256(ra)                         # 67820010
jalr s0, 512(sp)                         # 67040120
jalr a6, 1024(tp)                        # 67080240
jalr t5, 2046(s0)                        # 670fe47f
jalr t6, 2047(a6)                        # e70ff87f
jalr zero, -2048(t5)                     # 67000f80
jalr ra, -2047(t6)                       # e7801f80
jalr sp, -1024(zero)                     # 670100c0

# Section 2.5.2
beq zero, tp, .-128                      # e30040f8
beq ra, s0, .-64                         # e38080fc
beq sp, a6, .-32                         # e30001ff
beq tp, t5, .-16                         # e308e2ff
beq s0, t6, .-8                          # e30cf4ff
beq a6, zero, .-4                        # e30e08fe
beq t5, ra, .-2                          # e30f1ffe
beq t6, sp, .+0                          # 63802f00
beq zero, tp, .+2                        # 63014000
beq ra, s0, .+4                          # 63828000
beq sp, a6, .+8                          # 63040101
beq tp, t5, .+16                         # 6308e201
beq s0, t6, .+32                         # 6300f403
beq a6, zero, .+64                       # 63000804
beq t5, ra, .+128                        # 63001f08
beq t6, sp, .+256                        # 63802f10
beq zero, tp, .+512                      # 63004020
beq ra, s0, .+1024                       # 63808040
beq sp, a6, .+2048                       # e3000101
beq tp, t5, .+4092                       # e30ee27f
beq s0, t6, .+4094                       # e30ff47f
beq a6, zero, .-4096                     # 63000880
beq t5, ra, .-4094                       # 63011f80
beq t6, sp, .-2048                       # e3802f80
beq zero, tp, .-1024                     # e30040c0
beq ra, s0, .-512                        # e38080e0
beq sp, a6, .-256                        # e30001f1
bne zero, tp, .-128                      # e31040f8
bne ra, s0, .-64                         # e39080fc
bne sp, a6, .-32                         # e31001ff
bne tp, t5, .-16                         # e318e2ff
bne s0, t6, .-8                          # e31cf4ff
bne a6, zero, .-4                        # e31e08fe
bne t5, ra, .-2                          # e31f1ffe
bne t6, sp, .+0                          # 63902f00
bne zero, tp, .+2                        # 63114000
bne ra, s0, .+4                          # 63928000
bne sp, a6, .+8                          # 63140101
bne tp, t5, .+16                         # 6318e201
bne s0, t6, .+32                         # 6310f403
bne a6, zero, .+64                       # 63100804
bne t5, ra, .+128                        # 63101f08
bne t6, sp, .+256                        # 63902f10
bne zero, tp, .+512                      # 63104020
bne ra, s0, .+1024                       # 63908040
bne sp, a6, .+2048                       # e3100101
bne tp, t5, .+4092                       # e31ee27f
bne s0, t6, .+4094                       # e31ff47f
bne a6, zero, .-4096                     # 63100880
bne t5, ra, .-4094                       # 63111f80
bne t6, sp, .-2048                       # e3902f80
bne zero, tp, .-1024                     # e31040c0
bne ra, s0, .-512                        # e39080e0
bne sp, a6, .-256                        # e31001f1
blt zero, tp, .-128                      # e34040f8
blt ra, s0, .-64                         # e3c080fc
blt sp, a6, .-32                         # e34001ff
blt tp, t5, .-16                         # e348e2ff
blt s0, t6, .-8                          # e34cf4ff
blt a6, zero, .-4                        # e34e08fe
blt t5, ra, .-2                          # e34f1ffe
blt t6, sp, .+0                          # 63c02f00
blt zero, tp, .+2                        # 63414000
blt ra, s0, .+4                          # 63c28000
blt sp, a6, .+8                          # 63440101
blt tp, t5, .+16                         # 6348e201
blt s0, t6, .+32                         # 6340f403
blt a6, zero, .+64                       # 63400804
blt t5, ra, .+128                        # 63401f08
blt t6, sp, .+256                        # 63c02f10
blt zero, tp, .+512                      # 63404020
blt ra, s0, .+1024                       # 63c08040
blt sp, a6, .+2048                       # e3400101
blt tp, t5, .+4092                       # e34ee27f
blt s0, t6, .+4094                       # e34ff47f
blt a6, zero, .-4096                     # 63400880
blt t5, ra, .-4094                       # 63411f80
blt t6, sp, .-2048                       # e3c02f80
blt zero, tp, .-1024                     # e34040c0
blt ra, s0, .-512                        # e3c080e0
blt sp, a6, .-256                        # e34001f1
bge zero, tp, .-128                      # e35040f8
bge ra, s0, .-64                         # e3d080fc
bge sp, a6, .-32                         # e35001ff
bge tp, t5, .-16                         # e358e2ff
bge s0, t6, .-8                          # e35cf4ff
bge a6, zero, .-4                        # e35e08fe
bge t5, ra, .-2                          # e35f1ffe
bge t6, sp, .+0                          # 63d02f00
bge zero, tp, .+2                        # 63514000
bge ra, s0, .+4                          # 63d28000
bge sp, a6, .+8                          # 63540101
bge tp, t5, .+16                         # 6358e201
bge s0, t6, .+32                         # 6350f403
bge a6, zero, .+64                       # 63500804
bge t5, ra, .+128                        # 63501f08
bge t6, sp, .+256                        # 63d02f10
bge zero, tp, .+512                      # 63504020
bge ra, s0, .+1024                       # 63d08040
bge sp, a6, .+2048                       # e3500101
bge tp, t5, .+4092                       # e35ee27f
bge s0, t6, .+4094                       # e35ff47f
bge a6, zero, .-4096                     # 63500880
bge t5, ra, .-4094                       # 63511f80
bge t6, sp, .-2048                       # e3d02f80
bge zero, tp, .-1024                     # e35040c0
bge ra, s0, .-512                        # e3d080e0
bge sp, a6, .-256                        # e35001f1
bltu zero, tp, .-128                     # e36040f8
bltu ra, s0, .-64                        # e3e080fc
bltu sp, a6, .-32                        # e36001ff
bltu tp, t5, .-16                        # e368e2ff
bltu s0, t6, .-8                         # e36cf4ff
bltu a6, zero, .-4                       # e36e08fe
bltu t5, ra, .-2                         # e36f1ffe
bltu t6, sp, .+0                         # 63e02f00
bltu zero, tp, .+2                       # 63614000
bltu ra, s0, .+4                         # 63e28000
bltu sp, a6, .+8                         # 63640101
bltu tp, t5, .+16                        # 6368e201
bltu s0, t6, .+32                        # 6360f403
bltu a6, zero, .+64                      # 63600804
bltu t5, ra, .+128                       # 63601f08
bltu t6, sp, .+256                       # 63e02f10
bltu zero, tp, .+512                     # 63604020
bltu ra, s0, .+1024                      # 63e08040
bltu sp, a6, .+2048                      # e3600101
bltu tp, t5, .+4092                      # e36ee27f
bltu s0, t6, .+4094                      # e36ff47f
bltu a6, zero, .-4096                    # 63600880
bltu t5, ra, .-4094                      # 63611f80
bltu t6, sp, .-2048                      # e3e02f80
bltu zero, tp, .-1024                    # e36040c0
bltu ra, s0, .-512                       # e3e080e0
bltu sp, a6, .-256                       # e36001f1
bgeu zero, tp, .-128                     # e37040f8
bgeu ra, s0, .-64                        # e3f080fc
bgeu sp, a6, .-32                        # e37001ff
bgeu tp, t5, .-16                        # e378e2ff
bgeu s0, t6, .-8                         # e37cf4ff
bgeu a6, zero, .-4                       # e37e08fe
bgeu t5, ra, .-2                         # e37f1ffe
bgeu t6, sp, .+0                         # 63f02f00
bgeu zero, tp, .+2                       # 63714000
bgeu ra, s0, .+4                         # 63f28000
bgeu sp, a6, .+8                         # 63740101
bgeu tp, t5, .+16                        # 6378e201
bgeu s0, t6, .+32                        # 6370f403
bgeu a6, zero, .+64                      # 63700804
bgeu t5, ra, .+128                       # 63701f08
bgeu t6, sp, .+256                       # 63f02f10
bgeu zero, tp, .+512                     # 63704020
bgeu ra, s0, .+1024                      # 63f08040
bgeu sp, a6, .+2048                      # e3700101
bgeu tp, t5, .+4092                      # e37ee27f
bgeu s0, t6, .+4094                      # e37ff47f
bgeu a6, zero, .-4096                    # 63700880
bgeu t5, ra, .-4094                      # 63711f80
bgeu t6, sp, .-2048                      # e3f02f80
bgeu zero, tp, .-1024                    # e37040c0
bgeu ra, s0, .-512                       # e3f080e0
bgeu sp, a6, .-256                       # e37001f1

# Section 2.6
lb zero, -512(t5)                        # 03000fe0
lb ra, -256(t6)                          # 83800ff0
lb sp, -128(zero)                        # 030100f8
lb tp, -64(ra)                           # 038200fc
lb s0, -32(sp)                           # 030401fe
lb a6, -16(tp)                           # 030802ff
lb t5, -8(s0)                            # 030f84ff
lb t6, -4(a6)                            # 830fc8ff
lb zero, -2(t5)                          # 0300efff
lb ra, -1(t6)                            # 8380ffff
lb sp, 0(zero)                           # 03010000
lb tp, 1(ra)                             # 03821000
lb s0, 2(sp)                             # 03042100
lb a6, 4(tp)                             # 03084200
lb t5, 8(s0)                             # 030f8400
lb t6, 16(a6)                            # 830f0801
lb zero, 32(t5)                          # 03000f02
lb ra, 64(t6)                            # 83800f04
lb sp, 128(zero)                         # 03010008
lb tp, 256(ra)                           # 03820010
lb s0, 512(sp)                           # 03040120
lb a6, 1024(tp)                          # 03080240
lb t5, 2046(s0)                          # 030fe47f
lb t6, 2047(a6)                          # 830ff87f
lb zero, -2048(t5)                       # 03000f80
lb ra, -2047(t6)                         # 83801f80
lb sp, -1024(zero)                       # 030100c0
lh zero, -512(t5)                        # 03100fe0
lh ra, -256(t6)                          # 83900ff0
lh sp, -128(zero)                        # 031100f8
lh tp, -64(ra)                           # 039200fc
lh s0, -32(sp)                           # 031401fe
lh a6, -16(tp)                           # 031802ff
lh t5, -8(s0)                            # 031f84ff
lh t6, -4(a6)                            # 831fc8ff
lh zero, -2(t5)                          # 0310efff
lh ra, -1(t6)                            # 8390ffff
lh sp, 0(zero)                           # 03110000
lh tp, 1(ra)                             # 03921000
lh s0, 2(sp)                             # 03142100
lh a6, 4(tp)                             # 03184200
lh t5, 8(s0)                             # 031f8400
lh t6, 16(a6)                            # 831f0801
lh zero, 32(t5)                          # 03100f02
lh ra, 64(t6)                            # 83900f04
lh sp, 128(zero)                         # 03110008
lh tp, 256(ra)                           # 03920010
lh s0, 512(sp)                           # 03140120
lh a6, 1024(tp)                          # 03180240
lh t5, 2046(s0)                          # 031fe47f
lh t6, 2047(a6)                          # 831ff87f
lh zero, -2048(t5)                       # 03100f80
lh ra, -2047(t6)                         # 83901f80
lh sp, -1024(zero)                       # 031100c0
lw zero, -512(t5)                        # 03200fe0
lw ra, -256(t6)                          # 83a00ff0
lw sp, -128(zero)                        # 032100f8
lw tp, -64(ra)                           # 03a200fc
lw s0, -32(sp)                           # 032401fe
lw a6, -16(tp)                           # 032802ff
lw t5, -8(s0)                            # 032f84ff
lw t6, -4(a6)                            # 832fc8ff
lw zero, -2(t5)                          # 0320efff
lw ra, -1(t6)                            # 83a0ffff
lw sp, 0(zero)                           # 03210000
lw tp, 1(ra)                             # 03a21000
lw s0, 2(sp)                             # 03242100
lw a6, 4(tp)                             # 03284200
lw t5, 8(s0)                             # 032f8400
lw t6, 16(a6)                            # 832f0801
lw zero, 32(t5)                          # 03200f02
lw ra, 64(t6)                            # 83a00f04
lw sp, 128(zero)                         # 03210008
lw tp, 256(ra)                           # 03a20010
lw s0, 512(sp)                           # 03240120
lw a6, 1024(tp)                          # 03280240
lw t5, 2046(s0)                          # 032fe47f
lw t6, 2047(a6)                          # 832ff87f
lw zero, -2048(t5)                       # 03200f80
lw ra, -2047(t6)                         # 83a01f80
lw sp, -1024(zero)                       # 032100c0
lbu zero, -512(t5)                       # 03400fe0
lbu ra, -256(t6)                         # 83c00ff0
lbu sp, -128(zero)                       # 034100f8
lbu tp, -64(ra)                          # 03c200fc
lbu s0, -32(sp)                          # 034401fe
lbu a6, -16(tp)                          # 034802ff
lbu t5, -8(s0)                           # 034f84ff
lbu t6, -4(a6)                           # 834fc8ff
lbu zero, -2(t5)                         # 0340efff
lbu ra, -1(t6)                           # 83c0ffff
lbu sp, 0(zero)                          # 03410000
lbu tp, 1(ra)                            # 03c21000
lbu s0, 2(sp)                            # 03442100
lbu a6, 4(tp)                            # 03484200
lbu t5, 8(s0)                            # 034f8400
lbu t6, 16(a6)                           # 834f0801
lbu zero, 32(t5)                         # 03400f02
lbu ra, 64(t6)                           # 83c00f04
lbu sp, 128(zero)                        # 03410008
lbu tp, 256(ra)                          # 03c20010
lbu s0, 512(sp)                          # 03440120
lbu a6, 1024(tp)                         # 03480240
lbu t5, 2046(s0)                         # 034fe47f
lbu t6, 2047(a6)                         # 834ff87f
lbu zero, -2048(t5)                      # 03400f80
lbu ra, -2047(t6)                        # 83c01f80
lbu sp, -1024(zero)                      # 034100c0
lhu zero, -512(t5)                       # 03500fe0
lhu ra, -256(t6)                         # 83d00ff0
lhu sp, -128(zero)                       # 035100f8
lhu tp, -64(ra)                          # 03d200fc
lhu s0, -32(sp)                          # 035401fe
lhu a6, -16(tp)                          # 035802ff
lhu t5, -8(s0)                           # 035f84ff
lhu t6, -4(a6)                           # 835fc8ff
lhu zero, -2(t5)                         # 0350efff
lhu ra, -1(t6)                           # 83d0ffff
lhu sp, 0(zero)                          # 03510000
lhu tp, 1(ra)                            # 03d21000
lhu s0, 2(sp)                            # 03542100
lhu a6, 4(tp)                            # 03584200
lhu t5, 8(s0)                            # 035f8400
lhu t6, 16(a6)                           # 835f0801
lhu zero, 32(t5)                         # 03500f02
lhu ra, 64(t6)                           # 83d00f04
lhu sp, 128(zero)                        # 03510008
lhu tp, 256(ra)                          # 03d20010
lhu s0, 512(sp)                          # 03540120
lhu a6, 1024(tp)                         # 03580240
lhu t5, 2046(s0)                         # 035fe47f
lhu t6, 2047(a6)                         # 835ff87f
lhu zero, -2048(t5)                      # 03500f80
lhu ra, -2047(t6)                        # 83d01f80
lhu sp, -1024(zero)                      # 035100c0
sb zero, -512(t5)                        # 23000fe0
sb ra, -256(t6)                          # 23801ff0
sb sp, -128(zero)                        # 230020f8
sb tp, -64(ra)                           # 238040fc
sb s0, -32(sp)                           # 230081fe
sb a6, -16(tp)                           # 230802ff
sb t5, -8(s0)                            # 230ce4ff
sb t6, -4(a6)                            # 230ef8ff
sb zero, -2(t5)                          # 230f0ffe
sb ra, -1(t6)                            # a38f1ffe
sb sp, 0(zero)                           # 23002000
sb tp, 1(ra)                             # a3804000
sb s0, 2(sp)                             # 23018100
sb a6, 4(tp)                             # 23020201
sb t5, 8(s0)                             # 2304e401
sb t6, 16(a6)                            # 2308f801
sb zero, 32(t5)                          # 23000f02
sb ra, 64(t6)                            # 23801f04
sb sp, 128(zero)                         # 23002008
sb tp, 256(ra)                           # 23804010
sb s0, 512(sp)                           # 23008120
sb a6, 1024(tp)                          # 23000241
sb t5, 2046(s0)                          # 230fe47f
sb t6, 2047(a6)                          # a30ff87f
sb zero, -2048(t5)                       # 23000f80
sb ra, -2047(t6)                         # a3801f80
sb sp, -1024(zero)                       # 230020c0
sh zero, -512(t5)                        # 23100fe0
sh ra, -256(t6)                          # 23901ff0
sh sp, -128(zero)                        # 231020f8
sh tp, -64(ra)                           # 239040fc
sh s0, -32(sp)                           # 231081fe
sh a6, -16(tp)                           # 231802ff
sh t5, -8(s0)                            # 231ce4ff
sh t6, -4(a6)                            # 231ef8ff
sh zero, -2(t5)                          # 231f0ffe
sh ra, -1(t6)                            # a39f1ffe
sh sp, 0(zero)                           # 23102000
sh tp, 1(ra)                             # a3904000
sh s0, 2(sp)                             # 23118100
sh a6, 4(tp)                             # 23120201
sh t5, 8(s0)                             # 2314e401
sh t6, 16(a6)                            # 2318f801
sh zero, 32(t5)                          # 23100f02
sh ra, 64(t6)                            # 23901f04
sh sp, 128(zero)                         # 23102008
sh tp, 256(ra)                           # 23904010
sh s0, 512(sp)                           # 23108120
sh a6, 1024(tp)                          # 23100241
sh t5, 2046(s0)                          # 231fe47f
sh t6, 2047(a6)                          # a31ff87f
sh zero, -2048(t5)                       # 23100f80
sh ra, -2047(t6)                         # a3901f80
sh sp, -1024(zero)                       # 231020c0
sw zero, -512(t5)                        # 23200fe0
sw ra, -256(t6)                          # 23a01ff0
sw sp, -128(zero)                        # 232020f8
sw tp, -64(ra)                           # 23a040fc
sw s0, -32(sp)                           # 232081fe
sw a6, -16(tp)                           # 232802ff
sw t5, -8(s0)                            # 232ce4ff
sw t6, -4(a6)                            # 232ef8ff
sw zero, -2(t5)                          # 232f0ffe
sw ra, -1(t6)                            # a3af1ffe
sw sp, 0(zero)                           # 23202000
sw tp, 1(ra)                             # a3a04000
sw s0, 2(sp)                             # 23218100
sw a6, 4(tp)                             # 23220201
sw t5, 8(s0)                             # 2324e401
sw t6, 16(a6)                            # 2328f801
sw zero, 32(t5)                          # 23200f02
sw ra, 64(t6)                            # 23a01f04
sw sp, 128(zero)                         # 23202008
sw tp, 256(ra)                           # 23a04010
sw s0, 512(sp)                           # 23208120
sw a6, 1024(tp)                          # 23200241
sw t5, 2046(s0)                          # 232fe47f
sw t6, 2047(a6)                          # a32ff87f
sw zero, -2048(t5)                       # 23200f80
sw ra, -2047(t6)                         # a3a01f80
sw sp, -1024(zero)                       # 232020c0

# Section 2.7
fence 0, rw                              # 0f003000
fence w, o                               # 0f004001
fence r, ow                              # 0f005002
fence rw, or                             # 0f006003
fence o, orw                             # 0f007004
fence ow, i                              # 0f008005
fence or, iw                             # 0f009006
fence orw, ir                            # 0f00a007
fence i, irw                             # 0f00b008
fence iw, io                             # 0f00c009
fence ir, iow                            # 0f00d00a
fence irw, ior                           # 0f00e00b
fence io, iorw                           # 0f00f00c
fence iow, 0                             # 0f00000d
fence ior, w                             # 0f00100e
fence iorw, r                            # 0f00200f

# Section 2.8
ecall                                    # 73000000
ebreak                                   # 73001000

# Section P3.3.2
mret                                     # 73002030

# Section P3.3.3
wfi                                      # 73005010

# Section 3
fence.i                                  # 0f100000

# Section 9.1
csrrw zero, 4, t5                        # 73104f00
csrrw ra, 8, t6                          # f3908f00
csrrw sp, 16, zero                       # 73110001
csrrw tp, 32, ra                         # 73920002
csrrw s0, 64, sp                         # 73140104
csrrw a6, 128, tp                        # 73180208
csrrw t5, 256, s0                        # 731f0410
csrrw t6, 512, a6                        # f31f0820
csrrw zero, 1024, t5                     # 73100f40
csrrw ra, 2048, t6                       # f3900f80
csrrw sp, 4094, zero                     # 7311e0ff
csrrw tp, 4095, ra                       # 7392f0ff
csrrw s0, 0, sp                          # 73140100
csrrw a6, 1, tp                          # 73181200
csrrw t5, 2, s0                          # 731f2400
csrrs zero, 4, t5                        # 73204f00
csrrs ra, 8, t6                          # f3a08f00
csrrs sp, 16, zero                       # 73210001
csrrs tp, 32, ra                         # 73a20002
csrrs s0, 64, sp                         # 73240104
csrrs a6, 128, tp                        # 73280208
csrrs t5, 256, s0                        # 732f0410
csrrs t6, 512, a6                        # f32f0820
csrrs zero, 1024, t5                     # 73200f40
csrrs ra, 2048, t6                       # f3a00f80
csrrs sp, 4094, zero                     # 7321e0ff
csrrs tp, 4095, ra                       # 73a2f0ff
csrrs s0, 0, sp                          # 73240100
csrrs a6, 1, tp                          # 73281200
csrrs t5, 2, s0                          # 732f2400
csrrc zero, 4, t5                        # 73304f00
csrrc ra, 8, t6                          # f3b08f00
csrrc sp, 16, zero                       # 73310001
csrrc tp, 32, ra                         # 73b20002
csrrc s0, 64, sp                         # 73340104
csrrc a6, 128, tp                        # 73380208
csrrc t5, 256, s0                        # 733f0410
csrrc t6, 512, a6                        # f33f0820
csrrc zero, 1024, t5                     # 73300f40
csrrc ra, 2048, t6                       # f3b00f80
csrrc sp, 4094, zero                     # 7331e0ff
csrrc tp, 4095, ra                       # 73b2f0ff
csrrc s0, 0, sp                          # 73340100
csrrc a6, 1, tp                          # 73381200
csrrc t5, 2, s0                          # 733f2400
csrrwi zero, 4, 30                       # 73504f00
csrrwi ra, 8, 31                         # f3d08f00
csrrwi sp, 16, 0                         # 73510001
csrrwi tp, 32, 1                         # 73d20002
csrrwi s0, 64, 2                         # 73540104
csrrwi a6, 128, 4                        # 73580208
csrrwi t5, 256, 8                        # 735f0410
csrrwi t6, 512, 16                       # f35f0820
csrrwi zero, 1024, 30                    # 73500f40
csrrwi ra, 2048, 31                      # f3d00f80
csrrwi sp, 4094, 0                       # 7351e0ff
csrrwi tp, 4095, 1                       # 73d2f0ff
csrrwi s0, 0, 2                          # 73540100
csrrwi a6, 1, 4                          # 73581200
csrrwi t5, 2, 8                          # 735f2400
csrrsi zero, 4, 30                       # 73604f00
csrrsi ra, 8, 31                         # f3e08f00
csrrsi sp, 16, 0                         # 73610001
csrrsi tp, 32, 1                         # 73e20002
csrrsi s0, 64, 2                         # 73640104
csrrsi a6, 128, 4                        # 73680208
csrrsi t5, 256, 8                        # 736f0410
csrrsi t6, 512, 16                       # f36f0820
csrrsi zero, 1024, 30                    # 73600f40
csrrsi ra, 2048, 31                      # f3e00f80
csrrsi sp, 4094, 0                       # 7361e0ff
csrrsi tp, 4095, 1                       # 73e2f0ff
csrrsi s0, 0, 2                          # 73640100
csrrsi a6, 1, 4                          # 73681200
csrrsi t5, 2, 8                          # 736f2400
csrrci zero, 4, 30                       # 73704f00
csrrci ra, 8, 31                         # f3f08f00
csrrci sp, 16, 0                         # 73710001
csrrci tp, 32, 1                         # 73f20002
csrrci s0, 64, 2                         # 73740104
csrrci a6, 128, 4                        # 73780208
csrrci t5, 256, 8                        # 737f0410
csrrci t6, 512, 16                       # f37f0820
csrrci zero, 1024, 30                    # 73700f40
csrrci ra, 2048, 31                      # f3f00f80
csrrci sp, 4094, 0                       # 7371e0ff
csrrci tp, 4095, 1                       # 73f2f0ff
csrrci s0, 0, 2                          # 73740100
csrrci a6, 1, 4                          # 73781200
csrrci t5, 2, 8                          # 737f2400

# Section 7.1
mul zero, tp, t5                         # 3300e203
mul ra, s0, t6                           # b300f403
mul sp, a6, zero                         # 33010802
mul tp, t5, ra                           # 33021f02
mul s0, t6, sp                           # 33842f02
mul a6, zero, tp                         # 33084002
mul t5, ra, s0                           # 338f8002
mul t6, sp, a6                           # b30f0103
mulh zero, tp, t5                        # 3310e203
mulh ra, s0, t6                          # b310f403
mulh sp, a6, zero                        # 33110802
mulh tp, t5, ra                          # 33121f02
mulh s0, t6, sp                          # 33942f02
mulh a6, zero, tp                        # 33184002
mulh t5, ra, s0                          # 339f8002
mulh t6, sp, a6                          # b31f0103
mulhsu zero, tp, t5                      # 3320e203
mulhsu ra, s0, t6                        # b320f403
mulhsu sp, a6, zero                      # 33210802
mulhsu tp, t5, ra                        # 33221f02
mulhsu s0, t6, sp                        # 33a42f02
mulhsu a6, zero, tp                      # 33284002
mulhsu t5, ra, s0                        # 33af8002
mulhsu t6, sp, a6                        # b32f0103
mulhu zero, tp, t5                       # 3330e203
mulhu ra, s0, t6                         # b330f403
mulhu sp, a6, zero                       # 33310802
mulhu tp, t5, ra                         # 33321f02
mulhu s0, t6, sp                         # 33b42f02
mulhu a6, zero, tp                       # 33384002
mulhu t5, ra, s0                         # 33bf8002
mulhu t6, sp, a6                         # b33f0103

# Section 7.2
div zero, tp, t5                         # 3340e203
div ra, s0, t6                           # b340f403
div sp, a6, zero                         # 33410802
div tp, t5, ra                           # 33421f02
div s0, t6, sp                           # 33c42f02
div a6, zero, tp                         # 33484002
div t5, ra, s0                           # 33cf8002
div t6, sp, a6                           # b34f0103
divu zero, tp, t5                        # 3350e203
divu ra, s0, t6                          # b350f403
divu sp, a6, zero                        # 33510802
divu tp, t5, ra                          # 33521f02
divu s0, t6, sp                          # 33d42f02
divu a6, zero, tp                        # 33584002
divu t5, ra, s0                          # 33df8002
divu t6, sp, a6                          # b35f0103
rem zero, tp, t5                         # 3360e203
rem ra, s0, t6                           # b360f403
rem sp, a6, zero                         # 33610802
rem tp, t5, ra                           # 33621f02
rem s0, t6, sp                           # 33e42f02
rem a6, zero, tp                         # 33684002
rem t5, ra, s0                           # 33ef8002
rem t6, sp, a6                           # b36f0103
remu zero, tp, t5                        # 3370e203
remu ra, s0, t6                          # b370f403
remu sp, a6, zero                        # 33710802
remu tp, t5, ra                          # 33721f02
remu s0, t6, sp                          # 33f42f02
remu a6, zero, tp                        # 33784002
remu t5, ra, s0                          # 33ff8002
remu t6, sp, a6                          # b37f0103

# Section 8.2
lr.w tp, (t5)                            # 2f220f10
lr.w.rl s0, (t6)                         # 2fa40f12
lr.w.aq a6, (zero)                       # 2f280014
lr.w.aqrl t5, (ra)                       # 2faf0016
lr.w t6, (sp)                            # af2f0110
lr.w.rl zero, (tp)                       # 2f200212
lr.w.aq ra, (s0)                         # af200414
lr.w.aqrl sp, (a6)                       # 2f210816
sc.w tp, t5, (ra)                        # 2fa2e019
sc.w.rl s0, t6, (sp)                     # 2f24f11b
sc.w.aq a6, zero, (tp)                   # 2f28021c
sc.w.aqrl t5, ra, (s0)                   # 2f2f141e
sc.w t6, sp, (a6)                        # af2f2818
sc.w.rl zero, tp, (t5)                   # 2f204f1a
sc.w.aq ra, s0, (t6)                     # afa08f1c
sc.w.aqrl sp, a6, (zero)                 # 2f21001f

# Section 8.4
amoswap.w tp, t5, (ra)                   # 2fa2e009
amoswap.w.rl s0, t6, (sp)                # 2f24f10b
amoswap.w.aq a6, zero, (tp)              # 2f28020c
amoswap.w.aqrl t5, ra, (s0)              # 2f2f140e
amoswap.w t6, sp, (a6)                   # af2f2808
amoswap.w.rl zero, tp, (t5)              # 2f204f0a
amoswap.w.aq ra, s0, (t6)                # afa08f0c
amoswap.w.aqrl sp, a6, (zero)            # 2f21000f
amoadd.w tp, t5, (ra)                    # 2fa2e001
amoadd.w.rl s0, t6, (sp)                 # 2f24f103
amoadd.w.aq a6, zero, (tp)               # 2f280204
amoadd.w.aqrl t5, ra, (s0)               # 2f2f1406
amoadd.w t6, sp, (a6)                    # af2f2800
amoadd.w.rl zero, tp, (t5)               # 2f204f02
amoadd.w.aq ra, s0, (t6)                 # afa08f04
amoadd.w.aqrl sp, a6, (zero)             # 2f210007
amoxor.w tp, t5, (ra)                    # 2fa2e021
amoxor.w.rl s0, t6, (sp)                 # 2f24f123
amoxor.w.aq a6, zero, (tp)               # 2f280224
amoxor.w.aqrl t5, ra, (s0)               # 2f2f1426
amoxor.w t6, sp, (a6)                    # af2f2820
amoxor.w.rl zero, tp, (t5)               # 2f204f22
amoxor.w.aq ra, s0, (t6)                 # afa08f24
amoxor.w.aqrl sp, a6, (zero)             # 2f210027
amoand.w tp, t5, (ra)                    # 2fa2e061
amoand.w.rl s0, t6, (sp)                 # 2f24f163
amoand.w.aq a6, zero, (tp)               # 2f280264
amoand.w.aqrl t5, ra, (s0)               # 2f2f1466
amoand.w t6, sp, (a6)                    # af2f2860
amoand.w.rl zero, tp, (t5)               # 2f204f62
amoand.w.aq ra, s0, (t6)                 # afa08f64
amoand.w.aqrl sp, a6, (zero)             # 2f210067
amoor.w tp, t5, (ra)                     # 2fa2e041
amoor.w.rl s0, t6, (sp)                  # 2f24f143
amoor.w.aq a6, zero, (tp)                # 2f280244
amoor.w.aqrl t5, ra, (s0)                # 2f2f1446
amoor.w t6, sp, (a6)                     # af2f2840
amoor.w.rl zero, tp, (t5)                # 2f204f42
amoor.w.aq ra, s0, (t6)                  # afa08f44
amoor.w.aqrl sp, a6, (zero)              # 2f210047
amomin.w tp, t5, (ra)                    # 2fa2e081
amomin.w.rl s0, t6, (sp)                 # 2f24f183
amomin.w.aq a6, zero, (tp)               # 2f280284
amomin.w.aqrl t5, ra, (s0)               # 2f2f1486
amomin.w t6, sp, (a6)                    # af2f2880
amomin.w.rl zero, tp, (t5)               # 2f204f82
amomin.w.aq ra, s0, (t6)                 # afa08f84
amomin.w.aqrl sp, a6, (zero)             # 2f210087
amomax.w tp, t5, (ra)                    # 2fa2e0a1
amomax.w.rl s0, t6, (sp)                 # 2f24f1a3
amomax.w.aq a6, zero, (tp)               # 2f2802a4
amomax.w.aqrl t5, ra, (s0)               # 2f2f14a6
amomax.w t6, sp, (a6)                    # af2f28a0
amomax.w.rl zero, tp, (t5)               # 2f204fa2
amomax.w.aq ra, s0, (t6)                 # afa08fa4
amomax.w.aqrl sp, a6, (zero)             # 2f2100a7
amominu.w tp, t5, (ra)                   # 2fa2e0c1
amominu.w.rl s0, t6, (sp)                # 2f24f1c3
amominu.w.aq a6, zero, (tp)              # 2f2802c4
amominu.w.aqrl t5, ra, (s0)              # 2f2f14c6
amominu.w t6, sp, (a6)                   # af2f28c0
amominu.w.rl zero, tp, (t5)              # 2f204fc2
amominu.w.aq ra, s0, (t6)                # afa08fc4
amominu.w.aqrl sp, a6, (zero)            # 2f2100c7
amomaxu.w tp, t5, (ra)                   # 2fa2e0e1
amomaxu.w.rl s0, t6, (sp)                # 2f24f1e3
amomaxu.w.aq a6, zero, (tp)              # 2f2802e4
amomaxu.w.aqrl t5, ra, (s0)              # 2f2f14e6
amomaxu.w t6, sp, (a6)                   # af2f28e0
amomaxu.w.rl zero, tp, (t5)              # 2f204fe2
amomaxu.w.aq ra, s0, (t6)                # afa08fe4
amomaxu.w.aqrl sp, a6, (zero)            # 2f2100e7

# Section 11.5
flw ft0, -512(t5)                        # 07200fe0
flw ft1, -256(t6)                        # 87a00ff0
flw ft2, -128(zero)                      # 072100f8
flw ft4, -64(ra)                         # 07a200fc
flw fs0, -32(sp)                         # 072401fe
flw fa6, -16(tp)                         # 072802ff
flw ft10, -8(s0)                         # 072f84ff
flw ft11, -4(a6)                         # 872fc8ff
flw ft0, -2(t5)                          # 0720efff
flw ft1, -1(t6)                          # 87a0ffff
flw ft2, 0(zero)                         # 07210000
flw ft4, 1(ra)                           # 07a21000
flw fs0, 2(sp)                           # 07242100
flw fa6, 4(tp)                           # 07284200
flw ft10, 8(s0)                          # 072f8400
flw ft11, 16(a6)                         # 872f0801
flw ft0, 32(t5)                          # 07200f02
flw ft1, 64(t6)                          # 87a00f04
flw ft2, 128(zero)                       # 07210008
flw ft4, 256(ra)                         # 07a20010
flw fs0, 512(sp)                         # 07240120
flw fa6, 1024(tp)                        # 07280240
flw ft10, 2046(s0)                       # 072fe47f
flw ft11, 2047(a6)                       # 872ff87f
flw ft0, -2048(t5)                       # 07200f80
flw ft1, -2047(t6)                       # 87a01f80
flw ft2, -1024(zero)                     # 072100c0
fsw ft0, -512(t5)                        # 27200fe0
fsw ft1, -256(t6)                        # 27a01ff0
fsw ft2, -128(zero)                      # 272020f8
fsw ft4, -64(ra)                         # 27a040fc
fsw fs0, -32(sp)                         # 272081fe
fsw fa6, -16(tp)                         # 272802ff
fsw ft10, -8(s0)                         # 272ce4ff
fsw ft11, -4(a6)                         # 272ef8ff
fsw ft0, -2(t5)                          # 272f0ffe
fsw ft1, -1(t6)                          # a7af1ffe
fsw ft2, 0(zero)                         # 27202000
fsw ft4, 1(ra)                           # a7a04000
fsw fs0, 2(sp)                           # 27218100
fsw fa6, 4(tp)                           # 27220201
fsw ft10, 8(s0)                          # 2724e401
fsw ft11, 16(a6)                         # 2728f801
fsw ft0, 32(t5)                          # 27200f02
fsw ft1, 64(t6)                          # 27a01f04
fsw ft2, 128(zero)                       # 27202008
fsw ft4, 256(ra)                         # 27a04010
fsw fs0, 512(sp)                         # 27208120
fsw fa6, 1024(tp)                        # 27200241
fsw ft10, 2046(s0)                       # 272fe47f
fsw ft11, 2047(a6)                       # a72ff87f
fsw ft0, -2048(t5)                       # 27200f80
fsw ft1, -2047(t6)                       # a7a01f80
fsw ft2, -1024(zero)                     # 272020c0

# Section 11.6
fmadd.s ft0, ft4, ft10, ft1, rne         # 4300e209
fmadd.s ft1, fs0, ft11, ft2, rtz         # c310f411
fmadd.s ft2, fa6, ft0, ft4, rdn          # 43210820
fmadd.s ft4, ft10, ft1, fs0, rup         # 43321f40
fmadd.s fs0, ft11, ft2, fa6, rmm         # 43c42f80
fmadd.s fa6, ft0, ft4, ft10, dyn         # 437840f0
fmadd.s ft10, ft1, fs0, ft11, rne        # 438f80f8
fmadd.s ft11, ft2, fa6, ft0, rtz         # c31f0101
fmsub.s ft0, ft4, ft10, ft1, rne         # 4700e209
fmsub.s ft1, fs0, ft11, ft2, rtz         # c710f411
fmsub.s ft2, fa6, ft0, ft4, rdn          # 47210820
fmsub.s ft4, ft10, ft1, fs0, rup         # 47321f40
fmsub.s fs0, ft11, ft2, fa6, rmm         # 47c42f80
fmsub.s fa6, ft0, ft4, ft10, dyn         # 477840f0
fmsub.s ft10, ft1, fs0, ft11, rne        # 478f80f8
fmsub.s ft11, ft2, fa6, ft0, rtz         # c71f0101
fnmsub.s ft0, ft4, ft10, ft1, rne        # 4b00e209
fnmsub.s ft1, fs0, ft11, ft2, rtz        # cb10f411
fnmsub.s ft2, fa6, ft0, ft4, rdn         # 4b210820
fnmsub.s ft4, ft10, ft1, fs0, rup        # 4b321f40
fnmsub.s fs0, ft11, ft2, fa6, rmm        # 4bc42f80
fnmsub.s fa6, ft0, ft4, ft10, dyn        # 4b7840f0
fnmsub.s ft10, ft1, fs0, ft11, rne       # 4b8f80f8
fnmsub.s ft11, ft2, fa6, ft0, rtz        # cb1f0101
fnmadd.s ft0, ft4, ft10, ft1, rne        # 4f00e209
fnmadd.s ft1, fs0, ft11, ft2, rtz        # cf10f411
fnmadd.s ft2, fa6, ft0, ft4, rdn         # 4f210820
fnmadd.s ft4, ft10, ft1, fs0, rup        # 4f321f40
fnmadd.s fs0, ft11, ft2, fa6, rmm        # 4fc42f80
fnmadd.s fa6, ft0, ft4, ft10, dyn        # 4f7840f0
fnmadd.s ft10, ft1, fs0, ft11, rne       # 4f8f80f8
fnmadd.s ft11, ft2, fa6, ft0, rtz        # cf1f0101
fadd.s ft0, ft4, ft10, rup               # 5330e201
fadd.s ft1, fs0, ft11, rmm               # d340f401
fadd.s ft2, fa6, ft0, dyn                # 53710800
fadd.s ft4, ft10, ft1, rne               # 53021f00
fadd.s fs0, ft11, ft2, rtz               # 53942f00
fadd.s fa6, ft0, ft4, rdn                # 53284000
fadd.s ft10, ft1, fs0, rup               # 53bf8000
fadd.s ft11, ft2, fa6, rmm               # d34f0101
fsub.s ft0, ft4, ft10, rup               # 5330e209
fsub.s ft1, fs0, ft11, rmm               # d340f409
fsub.s ft2, fa6, ft0, dyn                # 53710808
fsub.s ft4, ft10, ft1, rne               # 53021f08
fsub.s fs0, ft11, ft2, rtz               # 53942f08
fsub.s fa6, ft0, ft4, rdn                # 53284008
fsub.s ft10, ft1, fs0, rup               # 53bf8008
fsub.s ft11, ft2, fa6, rmm               # d34f0109
fmul.s ft0, ft4, ft10, rup               # 5330e211
fmul.s ft1, fs0, ft11, rmm               # d340f411
fmul.s ft2, fa6, ft0, dyn                # 53710810
fmul.s ft4, ft10, ft1, rne               # 53021f10
fmul.s fs0, ft11, ft2, rtz               # 53942f10
fmul.s fa6, ft0, ft4, rdn                # 53284010
fmul.s ft10, ft1, fs0, rup               # 53bf8010
fmul.s ft11, ft2, fa6, rmm               # d34f0111
fdiv.s ft0, ft4, ft10, rup               # 5330e219
fdiv.s ft1, fs0, ft11, rmm               # d340f419
fdiv.s ft2, fa6, ft0, dyn                # 53710818
fdiv.s ft4, ft10, ft1, rne               # 53021f18
fdiv.s fs0, ft11, ft2, rtz               # 53942f18
fdiv.s fa6, ft0, ft4, rdn                # 53284018
fdiv.s ft10, ft1, fs0, rup               # 53bf8018
fdiv.s ft11, ft2, fa6, rmm               # d34f0119
fsqrt.s ft0, ft4, rne                    # 53000258
fsqrt.s ft1, fs0, rtz                    # d3100458
fsqrt.s ft2, fa6, rdn                    # 53210858
fsqrt.s ft4, ft10, rup                   # 53320f58
fsqrt.s fs0, ft11, rmm                   # 53c40f58
fsqrt.s fa6, ft0, dyn                    # 53780058
fsqrt.s ft10, ft1, rne                   # 538f0058
fsqrt.s ft11, ft2, rtz                   # d31f0158
fmin.s ft0, ft4, ft10                    # 5300e229
fmin.s ft1, fs0, ft11                    # d300f429
fmin.s ft2, fa6, ft0                     # 53010828
fmin.s ft4, ft10, ft1                    # 53021f28
fmin.s fs0, ft11, ft2                    # 53842f28
fmin.s fa6, ft0, ft4                     # 53084028
fmin.s ft10, ft1, fs0                    # 538f8028
fmin.s ft11, ft2, fa6                    # d30f0129
fmax.s ft0, ft4, ft10                    # 5310e229
fmax.s ft1, fs0, ft11                    # d310f429
fmax.s ft2, fa6, ft0                     # 53110828
fmax.s ft4, ft10, ft1                    # 53121f28
fmax.s fs0, ft11, ft2                    # 53942f28
fmax.s fa6, ft0, ft4                     # 53184028
fmax.s ft10, ft1, fs0                    # 539f8028
fmax.s ft11, ft2, fa6                    # d31f0129

# Section 11.7
fsgnj.s ft0, ft4, ft10                   # 5300e221
fsgnj.s ft1, fs0, ft11                   # d300f421
fsgnj.s ft2, fa6, ft0                    # 53010820
fsgnj.s ft4, ft10, ft1                   # 53021f20
fsgnj.s fs0, ft11, ft2                   # 53842f20
fsgnj.s fa6, ft0, ft4                    # 53084020
fsgnj.s ft10, ft1, fs0                   # 538f8020
fsgnj.s ft11, ft2, fa6                   # d30f0121
fsgnjn.s ft0, ft4, ft10                  # 5310e221
fsgnjn.s ft1, fs0, ft11                  # d310f421
fsgnjn.s ft2, fa6, ft0                   # 53110820
fsgnjn.s ft4, ft10, ft1                  # 53121f20
fsgnjn.s fs0, ft11, ft2                  # 53942f20
fsgnjn.s fa6, ft0, ft4                   # 53184020
fsgnjn.s ft10, ft1, fs0                  # 539f8020
fsgnjn.s ft11, ft2, fa6                  # d31f0121
fsgnjx.s ft0, ft4, ft10                  # 5320e221
fsgnjx.s ft1, fs0, ft11                  # d320f421
fsgnjx.s ft2, fa6, ft0                   # 53210820
fsgnjx.s ft4, ft10, ft1                  # 53221f20
fsgnjx.s fs0, ft11, ft2                  # 53a42f20
fsgnjx.s fa6, ft0, ft4                   # 53284020
fsgnjx.s ft10, ft1, fs0                  # 53af8020
fsgnjx.s ft11, ft2, fa6                  # d32f0121
fcvt.w.s zero, ft4, rne                  # 530002c0
fcvt.w.s ra, fs0, rtz                    # d31004c0
fcvt.w.s sp, fa6, rdn                    # 532108c0
fcvt.w.s tp, ft10, rup                   # 53320fc0
fcvt.w.s s0, ft11, rmm                   # 53c40fc0
fcvt.w.s a6, ft0, dyn                    # 537800c0
fcvt.w.s t5, ft1, rne                    # 538f00c0
fcvt.w.s t6, ft2, rtz                    # d31f01c0
fcvt.wu.s zero, ft4, rne                 # 530012c0
fcvt.wu.s ra, fs0, rtz                   # d31014c0
fcvt.wu.s sp, fa6, rdn                   # 532118c0
fcvt.wu.s tp, ft10, rup                  # 53321fc0
fcvt.wu.s s0, ft11, rmm                  # 53c41fc0
fcvt.wu.s a6, ft0, dyn                   # 537810c0
fcvt.wu.s t5, ft1, rne                   # 538f10c0
fcvt.wu.s t6, ft2, rtz                   # d31f11c0
fcvt.s.w ft0, tp, rne                    # 530002d0
fcvt.s.w ft1, s0, rtz                    # d31004d0
fcvt.s.w ft2, a6, rdn                    # 532108d0
fcvt.s.w ft4, t5, rup                    # 53320fd0
fcvt.s.w fs0, t6, rmm                    # 53c40fd0
fcvt.s.w fa6, zero, dyn                  # 537800d0
fcvt.s.w ft10, ra, rne                   # 538f00d0
fcvt.s.w ft11, sp, rtz                   # d31f01d0
fcvt.s.wu ft0, tp, rne                   # 530012d0
fcvt.s.wu ft1, s0, rtz                   # d31014d0
fcvt.s.wu ft2, a6, rdn                   # 532118d0
fcvt.s.wu ft4, t5, rup                   # 53321fd0
fcvt.s.wu fs0, t6, rmm                   # 53c41fd0
fcvt.s.wu fa6, zero, dyn                 # 537810d0
fcvt.s.wu ft10, ra, rne                  # 538f10d0
fcvt.s.wu ft11, sp, rtz                  # d31f11d0
fmv.x.w zero, ft4                        # 530002e0
fmv.x.w ra, fs0                          # d30004e0
fmv.x.w sp, fa6                          # 530108e0
fmv.x.w tp, ft10                         # 53020fe0
fmv.x.w s0, ft11                         # 53840fe0
fmv.x.w a6, ft0                          # 530800e0
fmv.x.w t5, ft1                          # 538f00e0
fmv.x.w t6, ft2                          # d30f01e0
fmv.w.x ft0, tp                          # 530002f0
fmv.w.x ft1, s0                          # d30004f0
fmv.w.x ft2, a6                          # 530108f0
fmv.w.x ft4, t5                          # 53020ff0
fmv.w.x fs0, t6                          # 53840ff0
fmv.w.x fa6, zero                        # 530800f0
fmv.w.x ft10, ra                         # 538f00f0
fmv.w.x ft11, sp                         # d30f01f0

# Section 11.8
feq.s zero, ft4, ft10                    # 5320e2a1
feq.s ra, fs0, ft11                      # d320f4a1
feq.s sp, fa6, ft0                       # 532108a0
feq.s tp, ft10, ft1                      # 53221fa0
feq.s s0, ft11, ft2                      # 53a42fa0
feq.s a6, ft0, ft4                       # 532840a0
feq.s t5, ft1, fs0                       # 53af80a0
feq.s t6, ft2, fa6                       # d32f01a1
flt.s zero, ft4, ft10                    # 5310e2a1
flt.s ra, fs0, ft11                      # d310f4a1
flt.s sp, fa6, ft0                       # 531108a0
flt.s tp, ft10, ft1                      # 53121fa0
flt.s s0, ft11, ft2                      # 53942fa0
flt.s a6, ft0, ft4                       # 531840a0
flt.s t5, ft1, fs0                       # 539f80a0
flt.s t6, ft2, fa6                       # d31f01a1
fle.s zero, ft4, ft10                    # 5300e2a1
fle.s ra, fs0, ft11                      # d300f4a1
fle.s sp, fa6, ft0                       # 530108a0
fle.s tp, ft10, ft1                      # 53021fa0
fle.s s0, ft11, ft2                      # 53842fa0
fle.s a6, ft0, ft4                       # 530840a0
fle.s t5, ft1, fs0                       # 538f80a0
fle.s t6, ft2, fa6                       # d30f01a1

# Section 11.9
fclass.s zero, ft4                       # 531002e0
fclass.s ra, fs0                         # d31004e0
fclass.s sp, fa6                         # 531108e0
fclass.s tp, ft10                        # 53120fe0
fclass.s s0, ft11                        # 53940fe0
fclass.s a6, ft0                         # 531800e0
fclass.s t5, ft1                         # 539f00e0
fclass.s t6, ft2                         # d31f01e0

# Section 16.8
.option rvc
c.unimp                                  # 0000

# Section 16.5
c.addi4spn s0, sp, 256                   # 0002
c.addi4spn s1, sp, 512                   # 0404
c.addi4spn a0, sp, 1016                  # a81f
c.addi4spn a1, sp, 1020                  # ec1f
c.addi4spn a2, sp, 4                     # 5000
c.addi4spn a3, sp, 8                     # 3400
c.addi4spn a4, sp, 16                    # 1808
c.addi4spn a5, sp, 32                    # 1c10
c.addi4spn s0, sp, 64                    # 8000
c.addi4spn s1, sp, 128                   # 0401
c.nop                                    # 0100
c.addi ra, -8                            # e110
c.addi sp, -4                            # 7111
c.addi tp, -2                            # 7912
c.addi s0, -1                            # 7d14
c.addi a6, 1                             # 0508
c.addi t5, 2                             # 090f
c.addi t6, 4                             # 910f
c.addi ra, 8                             # a100
c.addi sp, 16                            # 4101
c.addi tp, 30                            # 7902
c.addi s0, 31                            # 7d04
c.addi a6, -32                           # 0118
c.addi t5, -31                           # 051f
c.addi t6, -16                           # c11f
c.li ra, -8                              # e150
c.li sp, -4                              # 7151
c.li tp, -2                              # 7952
c.li s0, -1                              # 7d54
c.li a6, 0                               # 0148
c.li t5, 1                               # 054f
c.li t6, 2                               # 894f
c.li ra, 4                               # 9140
c.li sp, 8                               # 2141
c.li tp, 16                              # 4142
c.li s0, 30                              # 7944
c.li a6, 31                              # 7d48
c.li t5, -32                             # 015f
c.li t6, -31                             # 855f
c.li ra, -16                             # c150
c.addi16sp sp, -128                      # 1971
c.addi16sp sp, -64                       # 3971
c.addi16sp sp, -32                       # 3d71
c.addi16sp sp, -16                       # 7d71
c.addi16sp sp, 16                        # 4161
c.addi16sp sp, 32                        # 0561
c.addi16sp sp, 64                        # 2161
c.addi16sp sp, 128                       # 0961
c.addi16sp sp, 256                       # 1161
c.addi16sp sp, 480                       # 3d61
c.addi16sp sp, 496                       # 7d61
c.addi16sp sp, -512                      # 0171
c.addi16sp sp, -496                      # 4171
c.addi16sp sp, -256                      # 1171
c.lui ra, 4                              # 9160
c.lui tp, 5                              # 1562
c.lui s0, 6                              # 1964
c.lui a6, 7                              # 1d68
c.lui t5, 8                              # 216f
c.lui t6, 9                              # a56f
c.lui ra, 10                             # a960
c.lui tp, 11                             # 2d62
c.lui s0, 12                             # 3164
c.lui a6, 13                             # 3568
c.lui t5, 14                             # 396f
c.lui t6, 15                             # bd6f
c.lui ra, 16                             # c160
c.lui tp, 17                             # 4562
c.lui s0, 18                             # 4964
c.lui a6, 19                             # 4d68
c.lui t5, 20                             # 516f
c.lui t6, 21                             # d56f
c.lui ra, 22                             # d960
c.lui tp, 23                             # 5d62
c.lui s0, 24                             # 6164
c.lui a6, 25                             # 6568
c.lui t5, 26                             # 696f
c.lui t6, 27                             # ed6f
c.lui ra, 28                             # f160
c.lui tp, 29                             # 7562
c.lui s0, 30                             # 7964
c.lui a6, 31                             # 7d68
c.lui t5, 1048544                        # 017f
c.lui t6, 1048545                        # 857f
c.lui ra, 1048546                        # 8970
c.lui tp, 1048547                        # 0d72
c.lui s0, 1048548                        # 1174
c.lui a6, 1048549                        # 1578
c.lui t5, 1048550                        # 197f
c.lui t6, 1048551                        # 9d7f
c.lui ra, 1048552                        # a170
c.lui tp, 1048553                        # 2572
c.lui s0, 1048554                        # 2974
c.lui a6, 1048555                        # 2d78
c.lui t5, 1048556                        # 317f
c.lui t6, 1048557                        # b57f
c.lui ra, 1048558                        # b970
c.lui tp, 1048559                        # 3d72
c.lui s0, 1048560                        # 4174
c.lui a6, 1048561                        # 4578
c.lui t5, 1048562                        # 497f
c.lui t6, 1048563                        # cd7f
c.lui ra, 1048564                        # d170
c.lui tp, 1048565                        # 5572
c.lui s0, 1048566                        # 5974
c.lui a6, 1048567                        # 5d78
c.lui t5, 1048568                        # 617f
c.lui t6, 1048569                        # e57f
c.lui ra, 1048570                        # e970
c.lui tp, 1048571                        # 6d72
c.lui s0, 1048572                        # 7174
c.lui a6, 1048573                        # 7578
c.lui t5, 1048574                        # 797f
c.lui t6, 1048575                        # fd7f
c.lui ra, 1                              # 8560
c.lui tp, 2                              # 0962
c.lui s0, 3                              # 0d64
c.srli s0, 8                             # 2180
c.srli s1, 16                            # c180
c.srli a0, 30                            # 7981
c.srli a1, 31                            # fd81
c.srli a2, 1                             # 0582
c.srli a3, 2                             # 8982
c.srli a4, 4                             # 1183
c.srli a5, 8                             # a183
c.srai s0, 8                             # 2184
c.srai s1, 16                            # c184
c.srai a0, 30                            # 7985
c.srai a1, 31                            # fd85
c.srai a2, 1                             # 0586
c.srai a3, 2                             # 8986
c.srai a4, 4                             # 1187
c.srai a5, 8                             # a187
c.andi s0, -8                            # 6198
c.andi s1, -4                            # f198
c.andi a0, -2                            # 7999
c.andi a1, -1                            # fd99
c.andi a2, 0                             # 018a
c.andi a3, 1                             # 858a
c.andi a4, 2                             # 098b
c.andi a5, 4                             # 918b
c.andi s0, 8                             # 2188
c.andi s1, 16                            # c188
c.andi a0, 30                            # 7989
c.andi a1, 31                            # fd89
c.andi a2, -32                           # 019a
c.andi a3, -31                           # 859a
c.andi a4, -16                           # 419b
c.sub s0, a1                             # 0d8c
c.sub s1, a2                             # 918c
c.sub a0, a3                             # 158d
c.sub a1, a4                             # 998d
c.sub a2, a5                             # 1d8e
c.sub a3, s0                             # 818e
c.sub a4, s1                             # 058f
c.sub a5, a0                             # 898f
c.xor s0, a1                             # 2d8c
c.xor s1, a2                             # b18c
c.xor a0, a3                             # 358d
c.xor a1, a4                             # b98d
c.xor a2, a5                             # 3d8e
c.xor a3, s0                             # a18e
c.xor a4, s1                             # 258f
c.xor a5, a0                             # a98f
c.or s0, a1                              # 4d8c
c.or s1, a2                              # d18c
c.or a0, a3                              # 558d
c.or a1, a4                              # d98d
c.or a2, a5                              # 5d8e
c.or a3, s0                              # c18e
c.or a4, s1                              # 458f
c.or a5, a0                              # c98f
c.and s0, a1                             # 6d8c
c.and s1, a2                             # f18c
c.and a0, a3                             # 758d
c.and a1, a4                             # f98d
c.and a2, a5                             # 7d8e
c.and a3, s0                             # e18e
c.and a4, s1                             # 658f
c.and a5, a0                             # e98f
c.slli ra, 8                             # a200
c.slli sp, 16                            # 4201
c.slli tp, 30                            # 7a02
c.slli s0, 31                            # 7e04
c.slli a6, 1                             # 0608
c.slli t5, 2                             # 0a0f
c.slli t6, 4                             # 920f
c.mv ra, s0                              # a280
c.mv sp, a6                              # 4281
c.mv tp, t5                              # 7a82
c.mv s0, t6                              # 7e84
c.mv a6, ra                              # 0688
c.mv t5, sp                              # 0a8f
c.mv t6, tp                              # 928f
c.ebreak                                 # 0290
c.add ra, s0                             # a290
c.add sp, a6                             # 4291
c.add tp, t5                             # 7a92
c.add s0, t6                             # 7e94
c.add a6, ra                             # 0698
c.add t5, sp                             # 0a9f
c.add t6, tp                             # 929f

# Section 16.3
c.lw s0, 16(a4)                          # 004b
c.lw s1, 32(a5)                          # 8453
c.lw a0, 64(s0)                          # 2840
c.lw a1, 120(s1)                         # ac5c
c.lw a2, 124(a0)                         # 705d
c.lw a3, 0(a1)                           # 9441
c.lw a4, 4(a2)                           # 5842
c.lw a5, 8(a3)                           # 9c46
c.flw fs0, 16(a4)                        # 006b
c.flw fs1, 32(a5)                        # 8473
c.flw fa0, 64(s0)                        # 2860
c.flw fa1, 120(s1)                       # ac7c
c.flw fa2, 124(a0)                       # 707d
c.flw fa3, 0(a1)                         # 9461
c.flw fa4, 4(a2)                         # 5862
c.flw fa5, 8(a3)                         # 9c66
c.sw s0, 16(a4)                          # 00cb
c.sw s1, 32(a5)                          # 84d3
c.sw a0, 64(s0)                          # 28c0
c.sw a1, 120(s1)                         # acdc
c.sw a2, 124(a0)                         # 70dd
c.sw a3, 0(a1)                           # 94c1
c.sw a4, 4(a2)                           # 58c2
c.sw a5, 8(a3)                           # 9cc6
c.fsw fs0, 16(a4)                        # 00eb
c.fsw fs1, 32(a5)                        # 84f3
c.fsw fa0, 64(s0)                        # 28e0
c.fsw fa1, 120(s1)                       # acfc
c.fsw fa2, 124(a0)                       # 70fd
c.fsw fa3, 0(a1)                         # 94e1
c.fsw fa4, 4(a2)                         # 58e2
c.fsw fa5, 8(a3)                         # 9ce6
c.lwsp ra, 16(sp)                        # c240
c.lwsp sp, 32(sp)                        # 0251
c.lwsp tp, 64(sp)                        # 0642
c.lwsp s0, 128(sp)                       # 0a44
c.lwsp a6, 248(sp)                       # 6e58
c.lwsp t5, 252(sp)                       # 7e5f
c.lwsp t6, 0(sp)                         # 824f
c.lwsp ra, 4(sp)                         # 9240
c.lwsp sp, 8(sp)                         # 2241
c.flwsp ft0, 16(sp)                      # 4260
c.flwsp ft1, 32(sp)                      # 8270
c.flwsp ft2, 64(sp)                      # 0661
c.flwsp ft4, 128(sp)                     # 0a62
c.flwsp fs0, 248(sp)                     # 6e74
c.flwsp fa6, 252(sp)                     # 7e78
c.flwsp ft10, 0(sp)                      # 026f
c.flwsp ft11, 4(sp)                      # 926f
c.flwsp ft0, 8(sp)                       # 2260
c.swsp zero, 16(sp)                      # 02c8
c.swsp ra, 32(sp)                        # 06d0
c.swsp sp, 64(sp)                        # 8ac0
c.swsp tp, 128(sp)                       # 12c1
c.swsp s0, 248(sp)                       # a2dd
c.swsp a6, 252(sp)                       # c2df
c.swsp t5, 0(sp)                         # 7ac0
c.swsp t6, 4(sp)                         # 7ec2
c.swsp zero, 8(sp)                       # 02c4
c.fswsp ft0, 16(sp)                      # 02e8
c.fswsp ft1, 32(sp)                      # 06f0
c.fswsp ft2, 64(sp)                      # 8ae0
c.fswsp ft4, 128(sp)                     # 12e1
c.fswsp fs0, 248(sp)                     # a2fd
c.fswsp fa6, 252(sp)                     # c2ff
c.fswsp ft10, 0(sp)                      # 7ae0
c.fswsp ft11, 4(sp)                      # 7ee2
c.fswsp ft0, 8(sp)                       # 02e4

# Section 16.4
c.jal .-512                              # 0135
c.jal .-256                              # 0137
c.jal .-128                              # 4137
c.jal .-64                               # c137
c.jal .-32                               # c537
c.jal .-16                               # c53f
c.jal .-8                                # e53f
c.jal .-4                                # f53f
c.jal .-2                                # fd3f
c.jal .+0                                # 0120
c.jal .+2                                # 0920
c.jal .+4                                # 1120
c.jal .+8                                # 2120
c.jal .+16                               # 0128
c.jal .+32                               # 0520
c.jal .+64                               # 8120
c.jal .+128                              # 4120
c.jal .+256                              # 0122
c.jal .+512                              # 0124
c.jal .+1024                             # 0121
c.jal .+2044                             # f52f
c.jal .+2046                             # fd2f
c.jal .-2048                             # 0130
c.jal .-2046                             # 0930
c.jal .-1024                             # 0131
c.j .-2048                               # 01b0
c.j .-2046                               # 09b0
c.j .-1024                               # 01b1
c.j .-512                                # 01b5
c.j .-256                                # 01b7
c.j .-128                                # 41b7
c.j .-64                                 # c1b7
c.j .-32                                 # c5b7
c.j .-16                                 # c5bf
c.j .-8                                  # e5bf
c.j .-4                                  # f5bf
c.j .-2                                  # fdbf
c.j .+0                                  # 01a0
c.j .+2                                  # 09a0
c.j .+4                                  # 11a0
c.j .+8                                  # 21a0
c.j .+16                                 # 01a8
c.j .+32                                 # 05a0
c.j .+64                                 # 81a0
c.j .+128                                # 41a0
c.j .+256                                # 01a2
c.j .+512                                # 01a4
c.j .+1024                               # 01a1
c.j .+2044                               # f5af
c.j .+2046                               # fdaf
c.beqz s0, .-64                          # 61d0
c.beqz s1, .-32                          # e5d0
c.beqz a0, .-16                          # 65d9
c.beqz a1, .-8                           # e5dd
c.beqz a2, .-4                           # 75de
c.beqz a3, .-2                           # fdde
c.beqz a4, .+0                           # 01c3
c.beqz a5, .+2                           # 89c3
c.beqz s0, .+4                           # 11c0
c.beqz s1, .+8                           # 81c4
c.beqz a0, .+16                          # 01c9
c.beqz a1, .+32                          # 85c1
c.beqz a2, .+64                          # 21c2
c.beqz a3, .+128                         # c1c2
c.beqz a4, .+252                         # 75cf
c.beqz a5, .+254                         # fdcf
c.beqz s0, .-256                         # 01d0
c.beqz s1, .-254                         # 89d0
c.beqz a0, .-128                         # 41d1
c.bnez s0, .-64                          # 61f0
c.bnez s1, .-32                          # e5f0
c.bnez a0, .-16                          # 65f9
c.bnez a1, .-8                           # e5fd
c.bnez a2, .-4                           # 75fe
c.bnez a3, .-2                           # fdfe
c.bnez a4, .+0                           # 01e3
c.bnez a5, .+2                           # 89e3
c.bnez s0, .+4                           # 11e0
c.bnez s1, .+8                           # 81e4
c.bnez a0, .+16                          # 01e9
c.bnez a1, .+32                          # 85e1
c.bnez a2, .+64                          # 21e2
c.bnez a3, .+128                         # c1e2
c.bnez a4, .+252                         # 75ef
c.bnez a5, .+254                         # fdef
c.bnez s0, .-256                         # 01f0
c.bnez s1, .-254                         # 89f0
c.bnez a0, .-128                         # 41f1
c.jr ra                                  # 8280
c.jr sp                                  # 0281
c.jr tp                                  # 0282
c.jr s0                                  # 0284
c.jr a6                                  # 0288
c.jr t5                                  # 028f
c.jr t6                                  # 828f
c.jalr s0                                # 0294
c.jalr a6                                # 0298
c.jalr t5                                # 029f
c.jalr t6                                # 829f
c.jalr ra                                # 8290
c.jalr sp                                # 0291
c.jalr tp                                # 0292

# Section B Zba
.option norvc
sh1add zero, tp, t5                      # 3320e221
sh1add ra, s0, t6                        # b320f421
sh1add sp, a6, zero                      # 33210820
sh1add tp, t5, ra                        # 33221f20
sh1add s0, t6, sp                        # 33a42f20
sh1add a6, zero, tp                      # 33284020
sh1add t5, ra, s0                        # 33af8020
sh1add t6, sp, a6                        # b32f0121
sh2add zero, tp, t5                      # 3340e221
sh2add ra, s0, t6                        # b340f421
sh2add sp, a6, zero                      # 33410820
sh2add tp, t5, ra                        # 33421f20
sh2add s0, t6, sp                        # 33c42f20
sh2add a6, zero, tp                      # 33484020
sh2add t5, ra, s0                        # 33cf8020
sh2add t6, sp, a6                        # b34f0121
sh3add zero, tp, t5                      # 3360e221
sh3add ra, s0, t6                        # b360f421
sh3add sp, a6, zero                      # 33610820
sh3add tp, t5, ra                        # 33621f20
sh3add s0, t6, sp                        # 33e42f20
sh3add a6, zero, tp                      # 33684020
sh3add t5, ra, s0                        # 33ef8020
sh3add t6, sp, a6                        # b36f0121

# Section B Zbb
andn zero, tp, t5                        # 3370e241
andn ra, s0, t6                          # b370f441
andn sp, a6, zero                        # 33710840
andn tp, t5, ra                          # 33721f40
andn s0, t6, sp                          # 33f42f40
andn a6, zero, tp                        # 33784040
andn t5, ra, s0                          # 33ff8040
andn t6, sp, a6                          # b37f0141
orn zero, tp, t5                         # 3360e241
orn ra, s0, t6                           # b360f441
orn sp, a6, zero                         # 33610840
orn tp, t5, ra                           # 33621f40
orn s0, t6, sp                           # 33e42f40
orn a6, zero, tp                         # 33684040
orn t5, ra, s0                           # 33ef8040
orn t6, sp, a6                           # b36f0141
xnor zero, tp, t5                        # 3340e241
xnor ra, s0, t6                          # b340f441
xnor sp, a6, zero                        # 33410840
xnor tp, t5, ra                          # 33421f40
xnor s0, t6, sp                          # 33c42f40
xnor a6, zero, tp                        # 33484040
xnor t5, ra, s0                          # 33cf8040
xnor t6, sp, a6                          # b34f0141
max zero, tp, t5                         # 3360e20b
max ra, s0, t6                           # b360f40b
max sp, a6, zero                         # 3361080a
max tp, t5, ra                           # 33621f0a
max s0, t6, sp                           # 33e42f0a
max a6, zero, tp                         # 3368400a
max t5, ra, s0                           # 33ef800a
max t6, sp, a6                           # b36f010b
maxu zero, tp, t5                        # 3370e20b
maxu ra, s0, t6                          # b370f40b
maxu sp, a6, zero                        # 3371080a
maxu tp, t5, ra                          # 33721f0a
maxu s0, t6, sp                          # 33f42f0a
maxu a6, zero, tp                        # 3378400a
maxu t5, ra, s0                          # 33ff800a
maxu t6, sp, a6                          # b37f010b
min zero, tp, t5                         # 3340e20b
min ra, s0, t6                           # b340f40b
min sp, a6, zero                         # 3341080a
min tp, t5, ra                           # 33421f0a
min s0, t6, sp                           # 33c42f0a
min a6, zero, tp                         # 3348400a
min t5, ra, s0                           # 33cf800a
min t6, sp, a6                           # b34f010b
minu zero, tp, t5                        # 3350e20b
minu ra, s0, t6                          # b350f40b
minu sp, a6, zero                        # 3351080a
minu tp, t5, ra                          # 33521f0a
minu s0, t6, sp                          # 33d42f0a
minu a6, zero, tp                        # 3358400a
minu t5, ra, s0                          # 33df800a
minu t6, sp, a6                          # b35f010b
rol zero, tp, t5                         # 3310e261
rol ra, s0, t6                           # b310f461
rol sp, a6, zero                         # 33110860
rol tp, t5, ra                           # 33121f60
rol s0, t6, sp                           # 33942f60
rol a6, zero, tp                         # 33184060
rol t5, ra, s0                           # 339f8060
rol t6, sp, a6                           # b31f0161
ror zero, tp, t5                         # 3350e261
ror ra, s0, t6                           # b350f461
ror sp, a6, zero                         # 33510860
ror tp, t5, ra                           # 33521f60
ror s0, t6, sp                           # 33d42f60
ror a6, zero, tp                         # 33584060
ror t5, ra, s0                           # 33df8060
ror t6, sp, a6                           # b35f0161
rori zero, tp, 30                        # 1350e261
rori ra, s0, 31                          # 9350f461
rori sp, a6, 0                           # 13510860
rori tp, t5, 1                           # 13521f60
rori s0, t6, 2                           # 13d42f60
rori a6, zero, 4                         # 13584060
rori t5, ra, 8                           # 13df8060
rori t6, sp, 16                          # 935f0161
clz zero, tp                             # 13100260
clz ra, s0                               # 93100460
clz sp, a6                               # 13110860
clz tp, t5                               # 13120f60
clz s0, t6                               # 13940f60
clz a6, zero                             # 13180060
clz t5, ra                               # 139f0060
clz t6, sp                               # 931f0160
ctz zero, tp                             # 13101260
ctz ra, s0                               # 93101460
ctz sp, a6                               # 13111860
ctz tp, t5                               # 13121f60
ctz s0, t6                               # 13941f60
ctz a6, zero                             # 13181060
ctz t5, ra                               # 139f1060
ctz t6, sp                               # 931f1160
cpop zero, tp                            # 13102260
cpop ra, s0                              # 93102460
cpop sp, a6                              # 13112860
cpop tp, t5                              # 13122f60
cpop s0, t6                              # 13942f60
cpop a6, zero                            # 13182060
cpop t5, ra                              # 139f2060
cpop t6, sp                              # 931f2160
sext.b zero, tp                          # 13104260
sext.b ra, s0                            # 93104460
sext.b sp, a6                            # 13114860
sext.b tp, t5                            # 13124f60
sext.b s0, t6                            # 13944f60
sext.b a6, zero                          # 13184060
sext.b t5, ra                            # 139f4060
sext.b t6, sp                            # 931f4160
sext.h zero, tp                          # 13105260
sext.h ra, s0                            # 93105460
sext.h sp, a6                            # 13115860
sext.h tp, t5                            # 13125f60
sext.h s0, t6                            # 13945f60
sext.h a6, zero                          # 13185060
sext.h t5, ra                            # 139f5060
sext.h t6, sp                            # 931f5160
zext.h zero, tp                          # 33400208
zext.h ra, s0                            # b3400408
zext.h sp, a6                            # 33410808
zext.h tp, t5                            # 33420f08
zext.h s0, t6                            # 33c40f08
zext.h a6, zero                          # 33480008
zext.h t5, ra                            # 33cf0008
zext.h t6, sp                            # b34f0108
orc.b zero, tp                           # 13507228
orc.b ra, s0                             # 93507428
orc.b sp, a6                             # 13517828
orc.b tp, t5                             # 13527f28
orc.b s0, t6                             # 13d47f28
orc.b a6, zero                           # 13587028
orc.b t5, ra                             # 13df7028
orc.b t6, sp                             # 935f7128
rev8 zero, tp                            # 13508269
rev8 ra, s0                              # 93508469
rev8 sp, a6                              # 13518869
rev8 tp, t5                              # 13528f69
rev8 s0, t6                              # 13d48f69
rev8 a6, zero                            # 13588069
rev8 t5, ra                              # 13df8069
rev8 t6, sp                              # 935f8169

# Section B Zbs
bclr zero, tp, t5                        # 3310e249
bclr ra, s0, t6                          # b310f449
bclr sp, a6, zero                        # 33110848
bclr tp, t5, ra                          # 33121f48
bclr s0, t6, sp                          # 33942f48
bclr a6, zero, tp                        # 33184048
bclr t5, ra, s0                          # 339f8048
bclr t6, sp, a6                          # b31f0149
bclri zero, tp, 30                       # 1310e249
bclri ra, s0, 31                         # 9310f449
bclri sp, a6, 0                          # 13110848
bclri tp, t5, 1                          # 13121f48
bclri s0, t6, 2                          # 13942f48
bclri a6, zero, 4                        # 13184048
bclri t5, ra, 8                          # 139f8048
bclri t6, sp, 16                         # 931f0149
bext zero, tp, t5                        # 3350e249
bext ra, s0, t6                          # b350f449
bext sp, a6, zero                        # 33510848
bext tp, t5, ra                          # 33521f48
bext s0, t6, sp                          # 33d42f48
bext a6, zero, tp                        # 33584048
bext t5, ra, s0                          # 33df8048
bext t6, sp, a6                          # b35f0149
bexti zero, tp, 30                       # 1350e249
bexti ra, s0, 31                         # 9350f449
bexti sp, a6, 0                          # 13510848
bexti tp, t5, 1                          # 13521f48
bexti s0, t6, 2                          # 13d42f48
bexti a6, zero, 4                        # 13584048
bexti t5, ra, 8                          # 13df8048
bexti t6, sp, 16                         # 935f0149
binv zero, tp, t5                        # 3310e269
binv ra, s0, t6                          # b310f469
binv sp, a6, zero                        # 33110868
binv tp, t5, ra                          # 33121f68
binv s0, t6, sp                          # 33942f68
binv a6, zero, tp                        # 33184068
binv t5, ra, s0                          # 339f8068
binv t6, sp, a6                          # b31f0169
binvi zero, tp, 30                       # 1310e269
binvi ra, s0, 31                         # 9310f469
binvi sp, a6, 0                          # 13110868
binvi tp, t5, 1                          # 13121f68
binvi s0, t6, 2                          # 13942f68
binvi a6, zero, 4                        # 13184068
binvi t5, ra, 8                          # 139f8068
binvi t6, sp, 16                         # 931f0169
bset zero, tp, t5                        # 3310e229
bset ra, s0, t6                          # b310f429
bset sp, a6, zero                        # 33110828
bset tp, t5, ra                          # 33121f28
bset s0, t6, sp                          # 33942f28
bset a6, zero, tp                        # 33184028
bset t5, ra, s0                          # 339f8028
bset t6, sp, a6                          # b31f0129
bseti zero, tp, 30                       # 1310e229
bseti ra, s0, 31                         # 9310f429
bseti sp, a6, 0                          # 13110828
bseti tp, t5, 1                          # 13121f28
bseti s0, t6, 2                          # 13942f28
bseti a6, zero, 4                        # 13184028
bseti t5, ra, 8                          # 139f8028
bseti t6, sp, 16                         # 931f0129
