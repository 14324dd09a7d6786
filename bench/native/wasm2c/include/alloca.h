/* What the code of wasm2c asks of <alloca.h>: nothing. */
