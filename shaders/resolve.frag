#version 330 core
// The average of `factor` x `factor` pixels.
uniform sampler2D fine;
uniform int factor;
out vec4 colour;

void main() {
    ivec2 corner = ivec2(gl_FragCoord.xy) * factor;
    vec4 sum = vec4(0);
    for (int y = 0; y < factor; ++y) {
        for (int x = 0; x < factor; ++x) sum += texelFetch(fine, corner + ivec2(x, y), 0);
    }
    colour = sum / float(factor * factor);
}
