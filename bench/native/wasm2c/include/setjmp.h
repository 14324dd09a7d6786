/* Named by wasm-rt.h for exceptions, which no kernel has. */
typedef int jmp_buf[1];
