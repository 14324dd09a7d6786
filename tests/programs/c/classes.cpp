// C++ without exceptions: virtual calls, templates, containers, 64-bit arithmetic, strings.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
    virtual const char *name() const = 0;
};

struct Square final : Shape {
    double side;
    explicit Square(double s) : side(s) {}
    double area() const override { return side * side; }
    const char *name() const override { return "square"; }
};

struct Circle final : Shape {
    double radius;
    explicit Circle(double r) : radius(r) {}
    double area() const override { return 3.141592653589793 * radius * radius; }
    const char *name() const override { return "circle"; }
};

template <typename T> T power(T base, unsigned exponent, T modulus) {
    T result = 1;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

int main() {
    std::vector<std::unique_ptr<Shape>> shapes;
    for (int i = 1; i <= 4; i++) {
        if (i % 2) shapes.push_back(std::make_unique<Square>(i * 1.5));
        else shapes.push_back(std::make_unique<Circle>(i * 0.5));
    }
    double total = 0;
    for (auto &shape : shapes) {
        std::printf("%s %.6f\n", shape->name(), shape->area());
        total += shape->area();
    }
    std::printf("total %.9f\n", total);
    std::map<std::string, int> counts;
    std::string text = "it was the best of times it was the worst of times";
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find(' ', at), text.size());
        counts[text.substr(at, end - at)]++;
        at = end + 1;
    }
    for (auto &[word, n] : counts) std::printf("%s=%d ", word.c_str(), n);
    std::printf("\n%llu\n", (unsigned long long)power<std::uint64_t>(3, 1000000, 1000000007));
    std::vector<std::int64_t> v;
    for (std::int64_t i = 0; i < 100; i++) v.push_back((i * 7919 - 50000) * 1000003 % 99991);
    std::stable_sort(v.begin(), v.end(), [](auto a, auto b) { return a * a < b * b; });
    std::uint64_t mix = 0;
    for (auto x : v) mix = mix * 31 + static_cast<std::uint64_t>(x);
    std::printf("%llu\n", (unsigned long long)mix);
}
