# The n-th prime by trial division, in the Python that PPCI's `python_to_wasm` understands: all numbers are f64, `print`
# is the import `env.f64_print`, and the test of a `while` comes after its body.
def find_prime(nth):
    found = 0
    candidate = 1
    while found < nth:
        candidate = candidate + 1
        prime = 1
        for divisor in range(2, candidate // 2 + 1):
            if candidate % divisor == 0:
                prime = 0
                break
        found = found + prime
    return candidate


def print_primes(count):
    for nth in range(1, count + 1):
        print(find_prime(nth))
