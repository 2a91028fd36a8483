// Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019), as in torch.optim.AdamW.

static void adam(size_t n, const lk_adam_step *step, const float *gradient, float *parameter, float *moment_1,
                 float *moment_2) {
    const vector beta_1 = step->beta_1, beta_2 = step->beta_2, one = 1.0f;
    const vector size = step->learning_rate / step->rate_1;
    const vector correction = 1.0f / __builtin_sqrtf(step->rate_2);
    const vector shrink = 1.0f - step->learning_rate * step->weight_decay;
    FOR_EACH_VECTOR(n) {
        const vector g = AT(gradient) * step->gradient_scale;
        const vector m = fma(beta_1, AT(moment_1), (one - beta_1) * g);
        const vector v = fma(beta_2, AT(moment_2), (one - beta_2) * g * g);
        const vector root = __builtin_elementwise_sqrt(v);
        const vector change = size * m / fma(root, correction, (vector)step->epsilon);
        OUT(moment_1, m);
        OUT(moment_2, v);
        OUT(parameter, AT(parameter) * shrink - change);
    }
}
